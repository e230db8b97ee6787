#include "csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  CsvRow row;
  CHECK(csv_parse(&row, "id,name,,city\r\n") == CSV_OK);
  CHECK(row.count == 4);
  CHECK(strcmp(row.fields[1], "name") == 0 && strcmp(row.fields[2], "") == 0);
  CHECK(csv_find(&row, "city") == 3 && csv_find(&row, "zip") == -1);
  csv_free(&row);
  CHECK(csv_parse(&row, "") == CSV_OK && row.count == 1);
  csv_free(&row);
  CHECK(csv_parse(&row, "a,") == CSV_OK && row.count == 2);
  csv_free(&row);
  return failures == 0 ? 0 : 1;
}

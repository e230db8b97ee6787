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
  CHECK(csv_parse(&row, "1,\"Berlin, Mitte\",x") == CSV_OK);
  CHECK(row.count == 3 && strcmp(row.fields[1], "Berlin, Mitte") == 0);
  csv_free(&row);
  CHECK(csv_parse(&row, "\"\",\"a\"") == CSV_OK && row.count == 2);
  csv_free(&row);
  if (csv_parse(&row, "\"19\"\" rack\",steel") == CSV_OK) {
    CHECK(row.count == 2);
    CHECK(strcmp(row.fields[0], "19\" rack") == 0);
    csv_free(&row);
  } else {
    CHECK(!"a doubled quote was refused");
  }
  return failures == 0 ? 0 : 1;
}

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
  CHECK(csv_parse(&row, "a,\"b") == CSV_OPEN_QUOTE);
  CHECK(csv_parse(&row, "a,\"b\"c") == CSV_AFTER_QUOTE);
  CHECK(csv_parse(&row, ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,") == CSV_TOO_MANY);
  CHECK(strcmp(csv_error(CSV_OPEN_QUOTE), "a quote is not closed") == 0);
  return failures == 0 ? 0 : 1;
}

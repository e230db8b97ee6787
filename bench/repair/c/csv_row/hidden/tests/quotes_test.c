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

static void round_trip(const char *const *fields, int count) {
  char line[128];
  CsvRow row;
  csv_format(line, sizeof line, fields, count);
  if (csv_parse(&row, line) != CSV_OK) {
    CHECK(!"refused");
    return;
  }
  CHECK(row.count == count);
  for (int i = 0; i < count && i < row.count; ++i) CHECK(strcmp(row.fields[i], fields[i]) == 0);
  csv_free(&row);
}
int main(void) {
  static const char *const one[] = {"\""};
  static const char *const two[] = {"\"\"", "\"a\"", "a\"b\"", "\",\""};
  static const char *const three[] = {"", "x", "a,\"", ",", ""};
  round_trip(one, 1);
  round_trip(two, 4);
  round_trip(three, 5);
  CsvRow row;
  CHECK(csv_parse(&row, "\"\"\"\"") == CSV_OK && row.count == 1 && strcmp(row.fields[0], "\"") == 0);
  csv_free(&row);
  CHECK(csv_parse(&row, "a\"b,c\"") == CSV_OK && row.count == 2 && strcmp(row.fields[0], "a\"b") == 0);
  csv_free(&row);
  CHECK(csv_parse(&row, "\"\"\"") == CSV_OPEN_QUOTE);
  CHECK(csv_parse(&row, "\"a\"\"") == CSV_OPEN_QUOTE);
  CHECK(csv_parse(&row, "\"a\"\"b\"\"\",\"c\"") == CSV_OK && row.count == 2);
  CHECK(strcmp(row.fields[0], "a\"b\"") == 0);
  csv_free(&row);
  return failures == 0 ? 0 : 1;
}

#include "number.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  long value = 0;
  CHECK(number_parse("-0X1a", &value) && value == -26);
  CHECK(number_parse("+0x1A", &value) && value == 26);
  CHECK(number_parse("0", &value) && value == 0);
  CHECK(number_parse("007", &value) && value == 7);
  CHECK(!number_parse("0y12", &value));
  CHECK(!number_parse("0012x", &value));
  CHECK(!number_parse("1x2", &value));
  CHECK(!number_parse("1X2", &value));
  CHECK(!number_parse("-", &value));
  CHECK(!number_parse("0X", &value));
  return failures == 0 ? 0 : 1;
}

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
  CHECK(number_parse("42", &value) && value == 42);
  CHECK(number_parse("-7", &value) && value == -7);
  CHECK(number_parse("0xff", &value) && value == 255);
  CHECK(number_parse("0XFF", &value) && value == 255);
  CHECK(!number_parse("12a", &value));
  CHECK(!number_parse("", &value));
  CHECK(!number_parse("0x", &value));
  return failures == 0 ? 0 : 1;
}

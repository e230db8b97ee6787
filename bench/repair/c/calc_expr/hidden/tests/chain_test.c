#include "calc.h"

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

static int is(const char *text, double want) {
  double value = -999;
  return calc(text, NULL, &value) == CALC_OK && value == want;
}
int main(void) {
  CHECK(is("20 - 5 + 3", 18));
  CHECK(is("20 - 5 - 3", 12));
  CHECK(is("20 - 5 * 2 - 3 + 1 - 1", 7));
  CHECK(is("1 - 2 - 3 - 4", -8));
  CHECK(is("1 - (2 - 3) - 4", -2));
  CHECK(is("20 - 8 / 4 / 2 + 1", 20));
  CHECK(is("1 + 2 - 3 + 4", 4));
  CHECK(is("10 - -2 - 3", 9));
  CHECK(is("10 - -2^2 - 1", 13));
  CHECK(is("2 * 3 - 4 * 5 + 6", -8));
  CHECK(is("2 - 1 * 3^2 - 1", -8));
  CHECK(is("0 - 1", -1));
  double value;
  CHECK(calc("1 - 2 -", NULL, &value) == CALC_SYNTAX);
  CHECK(calc("1 - 2 )", NULL, &value) == CALC_SYNTAX);
  return failures == 0 ? 0 : 1;
}

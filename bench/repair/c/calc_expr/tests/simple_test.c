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
  CHECK(is("1 + 2*3", 7));
  CHECK(is("(1 + 2) * 3", 9));
  CHECK(is("12 / 4 / 3", 1));
  CHECK(is("2.5*2 - 1", 4));
  return failures == 0 ? 0 : 1;
}

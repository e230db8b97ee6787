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

int main(void) {
  static const Variable variables[] = {{"x", 3}, {"rate", 0.5}, {NULL, 0}};
  double value = 0;
  CHECK(calc("x * rate", variables, &value) == CALC_OK && value == 1.5);
  CHECK(calc("y", variables, &value) == CALC_UNKNOWN);
  CHECK(calc("1 / (x - 3)", variables, &value) == CALC_DIVISION);
  CHECK(calc("1 +", variables, &value) == CALC_SYNTAX);
  CHECK(calc("(1", variables, &value) == CALC_SYNTAX);
  CHECK(calc("1 2", variables, &value) == CALC_SYNTAX);
  CHECK(calc("1 $ 2", variables, &value) == CALC_SYNTAX);
  return failures == 0 ? 0 : 1;
}

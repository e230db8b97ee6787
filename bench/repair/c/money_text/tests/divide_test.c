#include "money.h"

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
  long long parts[3];
  money_divide(1000, 3, parts);
  CHECK(parts[0] == 334 && parts[1] == 333 && parts[2] == 333);
  money_divide(-2, 3, parts);
  CHECK(parts[0] == 0 && parts[1] == -1 && parts[2] == -1);
  return failures == 0 ? 0 : 1;
}

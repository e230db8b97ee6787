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
  CHECK(money_percent(10000, 1900) == 1900);
  CHECK(money_percent(250, 1000) == 25);
  CHECK(money_percent(1050, 500) == 53);
  CHECK(money_percent(1049, 500) == 52);
  CHECK(money_percent(0, 500) == 0);
  return failures == 0 ? 0 : 1;
}

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
  CHECK(money_percent(-1050, 500) == -53);
  CHECK(money_percent(-1049, 500) == -52);
  CHECK(money_percent(1050, -500) == -53);
  CHECK(money_percent(-1050, -500) == 53);
  CHECK(money_percent(-10000, 1900) == -1900);
  CHECK(money_percent(-1, 4999) == 0);
  CHECK(money_percent(-1, 5000) == -1);
  CHECK(money_percent(1, 5000) == 1);
  CHECK(money_percent(1, 4999) == 0);
  CHECK(money_percent(-100, 0) == 0);
  for (long long amount = -300; amount <= 300; ++amount)
    for (long long rate = -700; rate <= 700; rate += 50) {
      long long got = money_percent(amount, rate), exact = amount * rate;
      long long size = exact < 0 ? -exact : exact;
      long long want = (2 * size + 10000) / 20000;
      CHECK(got == (exact < 0 ? -want : want));
      if (failures > 5) return 1;
    }
  return failures == 0 ? 0 : 1;
}

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
  // the tax of a refund is that of the sale
  static const long long prices[] = {999, 1050, 12345, 20};
  for (int i = 0; i < 4; ++i) CHECK(money_percent(-prices[i], 1900) == -money_percent(prices[i], 1900));
  return failures == 0 ? 0 : 1;
}

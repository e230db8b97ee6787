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

static int is(long long amount, const MoneyStyle *style, const char *want) {
  char text[64];
  return money_format(text, sizeof text, amount, style) == strlen(want) && strcmp(text, want) == 0;
}
int main(void) {
  char text[4];
  CHECK(is(123456789, &money_dollar, "$1,234,567.89"));
  CHECK(is(-5, &money_dollar, "($0.05)"));
  CHECK(is(-100000, &money_euro, "-1.000,00 EUR"));
  CHECK(is(999, &money_yen, "JPY 999"));
  CHECK(money_format(text, sizeof text, 100, &money_dollar) == 0);
  return failures == 0 ? 0 : 1;
}

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
  long long amount = 0;
  CHECK(money_parse("$1,234.5", &money_dollar, &amount) && amount == 123450);
  CHECK(money_parse("(12)", &money_dollar, &amount) && amount == -1200);
  CHECK(money_parse("-3,07 EUR", &money_euro, &amount) && amount == -307);
  CHECK(money_parse("JPY 1,000", &money_yen, &amount) && amount == 1000);
  CHECK(!money_parse("", &money_dollar, &amount));
  CHECK(!money_parse("1.234", &money_dollar, &amount));
  CHECK(!money_parse("(1.00", &money_dollar, &amount));
  CHECK(!money_parse("1.00x", &money_dollar, &amount));
  return failures == 0 ? 0 : 1;
}

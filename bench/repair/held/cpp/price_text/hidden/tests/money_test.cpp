#include "money.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  CHECK(format_cents(0) == "0.00");
  CHECK(format_cents(9) == "0.09");
  CHECK(format_cents(-1) == "-0.01");
  CHECK(format_cents(100000000) == "1,000,000.00");
  for (long long cents = -1000; cents < 200000; cents += 7) CHECK(parse_cents(format_cents(cents)) == cents);
  return failures == 0 ? 0 : 1;
}

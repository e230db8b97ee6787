#include "money.h"

#include <cstdio>
#include <stdexcept>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  CHECK(format_cents(1250) == "12.50");
  CHECK(format_cents(123405) == "1,234.05");
  CHECK(format_cents(-50) == "-0.50");
  CHECK(parse_cents("1,234.05") == 123405);
  CHECK(parse_cents("-0.50") == -50);
  bool thrown = false;
  try {
    parse_cents("1.5");
  } catch (const std::invalid_argument&) {
    thrown = true;
  }
  CHECK(thrown);
  return failures == 0 ? 0 : 1;
}

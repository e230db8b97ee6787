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

static void parse() {
  CHECK(parse_cents("12") == 1200);
  CHECK(parse_cents("12.3") == 1230);
  CHECK(parse_cents("0.05") == 5);
  CHECK(parse_cents("-3") == -300);
}

static void parse_debts() {
  CHECK(parse_cents("-1.50") == -150);
}

static void parse_nonsense() {
  CHECK(!parse_cents(""));
  CHECK(!parse_cents("1.234"));
  CHECK(!parse_cents("1."));
  CHECK(!parse_cents("x"));
}

static void format() {
  CHECK(format_cents(1205) == "12.05");
  CHECK(format_cents(-5) == "-0.05");
}

static void split() {
  CHECK((split_evenly(100, 3) == std::vector<std::int64_t>{34, 33, 33}));
}

static void parse_more() {
  CHECK(parse_cents("-0.50") == -50);
  CHECK(parse_cents("-0.05") == -5);
  CHECK(parse_cents("-12.34") == -1234);
  CHECK(parse_cents("-12.3") == -1230);
  CHECK(parse_cents("99.99") == 9999);
  CHECK(parse_cents("0") == 0);
  CHECK(!parse_cents("-"));
  CHECK(!parse_cents("1.2.3"));
  for (std::int64_t cents = -1234; cents < 1234; ++cents) CHECK(parse_cents(format_cents(cents)) == cents);
}

int main() {
  parse();
  parse_debts();
  parse_nonsense();
  format();
  split();
  parse_more();
  return failures == 0 ? 0 : 1;
}

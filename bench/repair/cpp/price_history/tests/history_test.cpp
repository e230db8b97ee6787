#include "history.h"

#include <cstdio>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static PriceHistory sample() {
  PriceHistory history;
  history.set(10, 100);
  history.set(20, 150);
  history.set(30, 120);
  return history;
}

static void prices() {
  const PriceHistory history = sample();
  CHECK(!history.at(9));
  CHECK(history.at(10) == 100);
  CHECK(history.at(29) == 150);
  CHECK(history.at(99) == 120);
}

static void counts() {
  CHECK(sample().changes(10, 20) == 2);
  CHECK(sample().changes(11, 19) == 0);
}

static void totals() {
  CHECK(sample().total(19, 21) == 400);
  CHECK(sample().total(8, 10) == 100);
}

static void forgets() {
  PriceHistory history = sample();
  history.forget_before(25);
  CHECK(history.at(25) == 150);
  CHECK(history.size() == 2);
}

static void forgets_at_a_change() {
  PriceHistory history = sample();
  history.forget_before(20);
  CHECK(history.size() == 2);
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "prices") prices();
  if (name == "counts") counts();
  if (name == "totals") totals();
  if (name == "forgets") forgets();
  if (name == "forgets_at_a_change") forgets_at_a_change();
  return failures == 0 ? 0 : 1;
}

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

static void forgets_more() {
  for (int day = 0; day < 45; ++day) {
    PriceHistory history = sample();
    history.forget_before(day);
    CHECK(history.size() == (day < 20 ? 3u : day < 30 ? 2u : 1u));
    for (int later = day; later < 45; ++later) CHECK(history.at(later) == sample().at(later));
  }
  PriceHistory none;
  none.forget_before(3);
  CHECK(none.size() == 0);
  CHECK(sample().changes(20, 20) == 1);
  CHECK(sample().changes(20, 30) == 2);
  CHECK(sample().changes(0, 100) == 3);
  CHECK(sample().at(20) == 150);
}

int main() {
  prices();
  counts();
  totals();
  forgets();
  forgets_at_a_change();
  forgets_more();
  return failures == 0 ? 0 : 1;
}

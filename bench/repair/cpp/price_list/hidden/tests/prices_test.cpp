#include "prices.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static PriceList shop() {
  PriceList list;
  list.add({"pen", "office", 200, 10});
  list.add({"paper", "office", 450, 3});
  list.add({"tea", "kitchen", 300, 5});
  return list;
}

static void adding() {
  PriceList list = shop();
  CHECK(list.price("pen") == 200);
  CHECK(list.price("cup") == -1);
  list.add({"pen", "office", 210, 5});
  CHECK(list.stock("pen") == 15);
  CHECK(list.price("pen") == 210);
}

static void selling() {
  PriceList list = shop();
  CHECK(list.sell("tea", 5));
  CHECK(!list.sell("tea", 1));
  CHECK(list.stock("tea") == 0);
}

static void discounts() {
  PriceList list = shop();
  CHECK(list.discount("office", 10) == 2);
  CHECK(list.price("pen") == 180);
  CHECK(list.price("tea") == 300);
}

static void value_of_all() {
  CHECK(shop().value() == 2000 + 1350 + 1500);
}

static void more_discounts() {
  PriceList list = shop();
  CHECK(list.discount("garden", 50) == 0);
  CHECK(list.discount("office", 10) == 2);
  CHECK(list.price("paper") == 405);
  CHECK(list.price("pen") == 180);
  CHECK(list.discount("kitchen", 50) == 1);
  CHECK(list.price("tea") == 150);
  CHECK(list.price("pen") == 180);
  CHECK(list.value() == 1800 + 1215 + 750);
  CHECK(list.discount("office", 100) == 2);
  CHECK(list.price("pen") == 0 && list.price("paper") == 0);
  CHECK(list.stock("pen") == 10);
  CHECK(list.value() == 750);
}

int main() {
  adding();
  selling();
  discounts();
  value_of_all();
  more_discounts();
  return failures == 0 ? 0 : 1;
}

#include "stock.h"

#include <cstdio>
#include <string>
#include <vector>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static Stock make() {
  Stock stock;
  stock.add_bin("A1", 10);
  stock.add_bin("A2", 5);
  stock.add_bin("B1", 20);
  return stock;
}

static void empty() {
  Stock stock = make();
  CHECK(stock.count("bolt") == 0);
  CHECK(stock.free_room("bolt") == 35);
  CHECK(stock.bin("A2").room == 5);
}

static void store_in_one() {
  Stock stock = make();
  CHECK(stock.store("bolt", 4) == 0);
  CHECK(stock.count("bolt") == 4);
  CHECK(stock.bin("A1").item == "bolt");
}

static void no_room() {
  Stock stock = make();
  CHECK(stock.store("bolt", 40) == 5);
  CHECK(stock.free_room("nut") == 0);
}

static void too_few() {
  Stock stock = make();
  bool thrown = false;
  try {
    stock.pick("bolt", 1);
  } catch (const std::out_of_range&) {
    thrown = true;
  }
  CHECK(thrown);
  CHECK(stock.pick("bolt", 0).empty());
}

static void bad_bins() {
  Stock stock = make();
  int thrown = 0;
  for (const char* place : {"A1", "C1"}) {
    try {
      stock.add_bin(place, place[0] == 'A' ? 3 : 0);
    } catch (const std::invalid_argument&) {
      ++thrown;
    }
  }
  CHECK(thrown == 2);
}

static void two_items() {
  Stock stock = make();
  CHECK(stock.store("bolt", 8) == 0);
  CHECK(stock.store("nut", 7) == 0);
  CHECK(stock.bin("A2").item == "nut" && stock.bin("A2").count == 5);
  CHECK(stock.bin("B1").item == "nut" && stock.bin("B1").count == 2);
  CHECK(stock.store("bolt", 5) == 3);
  CHECK(stock.bin("A1").count == 10);
  CHECK((stock.pick("nut", 4) == std::vector<Pick>{{"B1", 2}, {"A2", 2}}));
  CHECK(stock.count("nut") == 3);
  CHECK(stock.bin("B1").item.empty());
  CHECK(stock.store("bolt", 3) == 0);
  CHECK(stock.bin("B1").item == "bolt" && stock.bin("B1").count == 3);
  CHECK(stock.free_room("bolt") == 17);
  CHECK(stock.free_room("nut") == 2);
}

static void overflow_to_the_next() {
  Stock stock = make();
  CHECK(stock.store("bolt", 12) == 0);
  CHECK(stock.bin("A1").count == 10);
  CHECK(stock.bin("A2").count == 2);
  CHECK(stock.bin("B1").count == 0);
  CHECK((stock.pick("bolt", 12) == std::vector<Pick>{{"A2", 2}, {"A1", 10}}));
  CHECK(stock.free_room("x") == 35);
}

int main() {
  empty();
  store_in_one();
  no_room();
  too_few();
  bad_bins();
  two_items();
  overflow_to_the_next();
  return failures == 0 ? 0 : 1;
}

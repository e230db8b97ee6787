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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "empty") empty();
  if (name == "store_in_one") store_in_one();
  if (name == "no_room") no_room();
  if (name == "too_few") too_few();
  if (name == "bad_bins") bad_bins();
  return failures == 0 ? 0 : 1;
}

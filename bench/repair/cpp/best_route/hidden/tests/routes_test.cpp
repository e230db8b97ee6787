#include "routes.h"

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

static Routes sample() {
  Routes routes;
  routes.add("ulm", "bonn", 7);
  routes.add("ulm", "trier", 3);
  routes.add("bonn", "trier", -4);
  routes.add("bonn", "ulm", -2);
  return routes;
}

static void cheapest() {
  CHECK(sample().cheapest("ulm") == "trier");
  CHECK(sample().cheapest("bonn") == "trier");
  CHECK(sample().cheapest("trier").empty());
}

static void highest() {
  CHECK(sample().highest("ulm") == 7);
  CHECK(sample().highest("trier") == 0);
}

static void highest_refund() {
  CHECK(sample().highest("bonn") == -2);
}

static void costs() {
  CHECK(sample().cost({"ulm", "bonn", "trier"}) == 3);
  CHECK(sample().cost({"ulm"}) == 0);
}

static void more() {
  Routes routes = sample();
  routes.add("ulm", "bonn", -7);
  routes.add("ulm", "trier", -3);
  CHECK(routes.highest("ulm") == -3);
  CHECK(routes.cheapest("ulm") == "bonn");
  routes.add("ulm", "kiel", 0);
  CHECK(routes.highest("ulm") == 0);
  routes.add("kiel", "ulm", -2147483647);
  CHECK(routes.highest("kiel") == -2147483647);
  CHECK(routes.cheapest("kiel") == "ulm");
  routes.add("kiel", "bonn", 2147483646);
  CHECK(routes.highest("kiel") == 2147483646);
  routes.add("kiel", "bonn", -5);
  routes.add("kiel", "mainz", -5);
  CHECK(routes.highest("kiel") == -5);
  bool thrown = false;
  try {
    routes.cost({"trier", "ulm"});
  } catch (const std::out_of_range&) {
    thrown = true;
  }
  CHECK(thrown);
}

int main() {
  cheapest();
  highest();
  highest_refund();
  costs();
  more();
  return failures == 0 ? 0 : 1;
}

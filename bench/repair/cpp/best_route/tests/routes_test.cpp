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

int main() {
  cheapest();
  highest();
  highest_refund();
  costs();
  return failures == 0 ? 0 : 1;
}

#include "rect.h"

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

static void contains() {
  const Rect rect{10, 20, 5, 5};
  CHECK(rect.contains({10, 20}));
  CHECK(rect.contains({14, 24}));
  CHECK(!rect.contains({15, 20}));
  CHECK(!rect.contains({10, 25}));
}

static void clips() {
  CHECK((clip({0, 0, 10, 10}, {5, 6, 10, 10}) == Rect{5, 6, 5, 4}));
  CHECK((!clip({0, 0, 10, 10}, {10, 0, 5, 5})));
}

static void bounds_at_the_origin() {
  CHECK((bounds({{0, 0, 2, 2}, {5, 5, 1, 1}}) == Rect{0, 0, 6, 6}));
  CHECK((bounds({}) == Rect{}));
}

static void bounds_elsewhere() {
  CHECK((bounds({{10, 20, 2, 2}, {15, 30, 1, 1}}) == Rect{10, 20, 6, 11}));
}

static void moves() {
  CHECK((moved_into({-5, 50, 10, 10}, {0, 0, 40, 40}) == Rect{0, 30, 10, 10}));
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "contains") contains();
  if (name == "clips") clips();
  if (name == "bounds_at_the_origin") bounds_at_the_origin();
  if (name == "bounds_elsewhere") bounds_elsewhere();
  if (name == "moves") moves();
  return failures == 0 ? 0 : 1;
}

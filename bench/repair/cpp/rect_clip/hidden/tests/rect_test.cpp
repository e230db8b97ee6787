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

static void more_bounds() {
  CHECK((bounds({{3, 7, 2, 2}}) == Rect{3, 7, 2, 2}));
  CHECK((bounds({{3, 7, 0, 2}, {1, 1, 2, -1}}) == Rect{}));
  CHECK((bounds({{3, 7, 0, 2}, {4, 9, 2, 3}, {1, 11, 2, 2}}) == Rect{1, 9, 5, 4}));
  CHECK((bounds({{-3, 7, 2, 2}, {4, -9, 2, 3}}) == Rect{-3, -9, 9, 18}));
  CHECK((bounds({{1, 2, 30, 40}, {5, 6, 7, 8}, {9, 9, 1, 1}}) == Rect{1, 2, 30, 40}));
  CHECK((bounds({{5, 6, 7, 8}, {1, 2, 30, 40}}) == Rect{1, 2, 30, 40}));
}

int main() {
  contains();
  clips();
  bounds_at_the_origin();
  bounds_elsewhere();
  moves();
  more_bounds();
  return failures == 0 ? 0 : 1;
}

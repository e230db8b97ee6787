#include "interval.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  CHECK(overlap({0, 2}, {1, 3}));
  CHECK(!overlap({0, 2}, {2, 3}));
  CHECK(depth({{0, 2}, {1, 3}}, 1) == 2);
  CHECK(depth({{0, 2}, {1, 3}}, 2) == 1);
  CHECK(deepest({{0, 2}, {2, 4}, {4, 6}}) == 1);
  CHECK(deepest({}) == 0);
  return failures == 0 ? 0 : 1;
}

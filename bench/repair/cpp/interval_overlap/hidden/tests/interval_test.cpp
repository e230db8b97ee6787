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
  CHECK(depth({{0, 2}}, 0) == 1);
  CHECK(depth({{0, 2}}, -1) == 0);
  CHECK(depth({{0, 2}}, 2) == 0);
  CHECK(depth({{0, 2}}, 1) == 1);
  CHECK(deepest({{0, 5}, {1, 2}, {1, 3}, {3, 4}}) == 3);
  return failures == 0 ? 0 : 1;
}

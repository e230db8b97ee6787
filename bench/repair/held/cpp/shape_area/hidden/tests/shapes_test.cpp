#include "shapes.h"

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
  CHECK(area({Kind::square, 0.5}) == 0.25);
  CHECK(area({Kind::square, 5, 99}) == 25);
  CHECK(area({Kind::triangle, 1, 1}) == 0.5);
  CHECK(area({Kind::rectangle, 0, 7}) == 0);
  CHECK(total_area({}) == 0);
  return failures == 0 ? 0 : 1;
}

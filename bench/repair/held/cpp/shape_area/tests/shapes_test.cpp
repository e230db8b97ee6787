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
  CHECK(area({Kind::rectangle, 2, 3}) == 6);
  CHECK(area({Kind::triangle, 4, 3}) == 6);
  CHECK(area({Kind::square, 4}) == 16);
  CHECK(total_area({{Kind::square, 2}, {Kind::rectangle, 1, 1}}) == 5);
  CHECK(name(Kind::square) == "square");
  return failures == 0 ? 0 : 1;
}

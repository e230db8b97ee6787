#include "board.h"

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
  const Board full({"***", "***", "***"});
  CHECK(full.around(1, 1) == 8);
  CHECK(full.around(0, 0) == 3);
  CHECK(full.around(1, 0) == 5);
  const Board empty({".....", "....."});
  CHECK(empty.open(0, 0) == 10);
  CHECK(empty.around(2, 1) == 0);
  const Board one({"....", "....", "...*"});
  CHECK(one.open(0, 0) == 11);
  CHECK(one.around(3, 2) == 0);
  return failures == 0 ? 0 : 1;
}

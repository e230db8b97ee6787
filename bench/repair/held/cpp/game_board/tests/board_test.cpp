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
  const Board board({"*..", "...", "..*"});
  CHECK(board.is_mine(0, 0));
  CHECK(!board.is_mine(-1, 0));
  CHECK(board.around(1, 1) == 2);
  CHECK(board.around(1, 0) == 1);
  CHECK(board.around(0, 1) == 1);
  CHECK(board.open(0, 0) == 0);
  CHECK(board.open(1, 1) == 1);
  CHECK(board.open(2, 0) == 4);
  return failures == 0 ? 0 : 1;
}

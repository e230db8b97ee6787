#include "calc.h"

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
  CHECK(calculate("1 + 2 * 3") == 7);
  CHECK(calculate("(1 + 2) * 3") == 9);
  CHECK(calculate("10 - 4 - 3") == 3);
  CHECK(calculate("12 / 4 / 3") == 1);
  CHECK(calculate("2 ^ 3") == 8);
  CHECK(calculate("-4 + 1") == -3);
  CHECK(calculate("2 * -3") == -6);
  CHECK(calculate("2 ^ -1") == 0.5);
  CHECK(calculate(".5 + .25") == 0.75);
  CHECK(!calculate(""));
  CHECK(!calculate("1 +"));
  CHECK(!calculate("(1"));
  CHECK(!calculate("1 2"));
  CHECK(calculate("2 ^ 3 ^ 2") == 512);
  return failures == 0 ? 0 : 1;
}

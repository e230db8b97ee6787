#include "strings.h"

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
  CHECK(trim("") == "");
  CHECK(trim("x   ") == "x");
  CHECK(trim("   x") == "x");
  CHECK(trim(" x y  z  ") == "x y  z");
  return failures == 0 ? 0 : 1;
}

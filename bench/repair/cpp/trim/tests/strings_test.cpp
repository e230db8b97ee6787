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
  CHECK(trim("  a b ") == "a b");
  CHECK(trim("a") == "a");
  CHECK(trim("   ") == "");
  CHECK(split("a,b,", ',').size() == 3);
  return failures == 0 ? 0 : 1;
}

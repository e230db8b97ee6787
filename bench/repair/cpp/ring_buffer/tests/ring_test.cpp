#include "ring.h"

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
  Ring ring(3);
  int value = 0;
  CHECK(!ring.pop(value));
  CHECK(ring.push(1) && ring.push(2) && ring.push(3));
  CHECK(!ring.push(4));
  CHECK(ring.pop(value) && value == 1);
  CHECK(ring.push(4));
  CHECK(ring.pop(value) && value == 2);
  CHECK(ring.pop(value) && value == 3);
  CHECK(ring.pop(value) && value == 4);
  CHECK(ring.size() == 0);
  return failures == 0 ? 0 : 1;
}

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
  Ring ring(4);
  int value = 0;
  int next = 0;
  int expected = 0;
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < round % 4 + 1 && ring.push(next); ++i) ++next;
    for (int i = 0; i < round % 3 + 1 && ring.pop(value); ++i) {
      CHECK(value == expected);
      ++expected;
    }
  }
  return failures == 0 ? 0 : 1;
}

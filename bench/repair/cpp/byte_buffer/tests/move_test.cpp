#include "buffer.h"

#include <cstdio>
#include <utility>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  Buffer first;
  first.append("abcdef");
  Buffer copy = first;
  CHECK(copy.text() == "abcdef");
  CHECK(first.take(2) == "ab");
  CHECK(copy.size() == 6);
  Buffer moved = std::move(first);
  CHECK(moved.size() == 4);
  CHECK(moved.text() == "cdef");
  CHECK(first.empty());
  return failures == 0 ? 0 : 1;
}

#include "buffer.h"

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
  Buffer buffer;
  CHECK(buffer.empty());
  buffer.append("hello ");
  buffer.append("world, this is long");
  CHECK(buffer.take(6) == "hello ");
  CHECK(buffer.size() == 19);
  buffer.append("!");
  CHECK(buffer.take(100) == "world, this is long!");
  CHECK(buffer.empty() && buffer.take(1) == "");
  return failures == 0 ? 0 : 1;
}

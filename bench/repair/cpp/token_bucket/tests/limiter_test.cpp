#include "bucket.h"

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
  Limiter limiter(1, 100);
  CHECK(limiter.allow("ann", 0));
  CHECK(limiter.allow("bob", 0));
  CHECK(!limiter.allow("ann", 60));
  CHECK(limiter.refused("ann") == 1);
  CHECK(limiter.refused("bob") == 0);
  CHECK(limiter.allow("ann", 120));
  CHECK(limiter.refused("ann") == 1);
  return failures == 0 ? 0 : 1;
}

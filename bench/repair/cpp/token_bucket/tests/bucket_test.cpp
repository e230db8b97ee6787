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
  Bucket bucket(3, 100, 0);
  CHECK(bucket.take(2, 0));
  CHECK(!bucket.take(2, 0));
  CHECK(bucket.tokens(0) == 1);
  CHECK(bucket.tokens(100) == 2);
  CHECK(bucket.tokens(900) == 3);
  CHECK(bucket.wait(3, 900) == 0);
  CHECK(bucket.wait(4, 900) == -1);
  CHECK(bucket.take(3, 900));
  CHECK(bucket.wait(1, 900) == 100);
  return failures == 0 ? 0 : 1;
}

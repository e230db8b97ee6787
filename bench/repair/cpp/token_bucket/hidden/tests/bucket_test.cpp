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
  Bucket often(1000, 100, 0);
  CHECK(often.take(1000, 0));
  for (long now = 1; now <= 5000; ++now) {
    CHECK(often.tokens(now) == now / 100);
    if (now % 100 != 0) CHECK(often.wait(now / 100 + 1, now) == 100 - now % 100);
    if (failures) return 1;
  }
  Bucket bucket(3, 100, 50);
  CHECK(bucket.take(3, 50));
  CHECK(bucket.tokens(149) == 0 && bucket.tokens(150) == 1);
  CHECK(bucket.wait(2, 190) == 60);
  CHECK(bucket.wait(3, 190) == 160);
  CHECK(bucket.tokens(249) == 1 && bucket.tokens(250) == 2);
  CHECK(bucket.tokens(100) == 2);
  CHECK(bucket.take(0, 260) && bucket.take(2, 260) && !bucket.take(1, 349) && bucket.take(1, 350));
  CHECK(bucket.tokens(1000) == 3);
  CHECK(bucket.take(3, 1040) && !bucket.take(1, 1049) && bucket.take(1, 1050));
  return failures == 0 ? 0 : 1;
}

#include "bits.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  Bits bits;
  bits_clear_all(&bits);
  CHECK(bits_count(&bits) == 0);
  bits_add(&bits, 3);
  bits_add(&bits, 7);
  bits_add(&bits, 255);
  CHECK(bits_count(&bits) == 3);
  CHECK(bits_next(&bits, 4) == 7);
  bits_remove(&bits, 7);
  CHECK(!bits_has(&bits, 7));
  CHECK(bits_has(&bits, 3));
  CHECK(bits_next(&bits, 4) == 255);
  return failures == 0 ? 0 : 1;
}

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
  for (int i = 0; i < BITS_MAX; ++i) bits_add(&bits, i);
  CHECK(bits_count(&bits) == BITS_MAX);
  for (int i = 0; i < BITS_MAX; i += 3) bits_remove(&bits, i);
  for (int i = 0; i < BITS_MAX; ++i) CHECK(bits_has(&bits, i) == (i % 3 != 0));
  bits_remove(&bits, 0);
  CHECK(!bits_has(&bits, 0));
  CHECK(bits_count(&bits) == 170);
  CHECK(bits_next(&bits, 255) == -1);
  return failures == 0 ? 0 : 1;
}

#include "varint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  static const uint64_t values[] = {0, 1, 127, 128, 300, 16383, 16384, UINT64_MAX};
  static const size_t sizes[] = {1, 1, 1, 2, 2, 2, 3, 10};
  uint8_t bytes[VARINT_MAX];
  for (int i = 0; i < 8; ++i) {
    uint64_t value = 5;
    CHECK(varint_write(bytes, values[i]) == sizes[i]);
    CHECK(varint_read(bytes, sizeof bytes, &value) == sizes[i] && value == values[i]);
    CHECK(varint_read(bytes, sizes[i] - 1, &value) == 0);
  }
  return failures == 0 ? 0 : 1;
}

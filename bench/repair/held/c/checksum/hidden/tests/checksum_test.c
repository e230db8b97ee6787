#include "checksum.h"

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
  uint8_t bytes[1000];
  for (int i = 0; i < 1000; ++i) bytes[i] = 0xff;
  CHECK(checksum(bytes, 1000) == 0);
  bytes[0] = 0;
  CHECK(checksum(bytes, 1000) == 0xff00);
  const uint8_t header[] = {0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11,
                            0x00, 0x00, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8, 0x00, 0xc7};
  CHECK(checksum(header, sizeof header) == 0xb861);
  CHECK(checksum(header, 0) == 0xffff);
  return failures == 0 ? 0 : 1;
}

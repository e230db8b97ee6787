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
  const uint8_t small[] = {0x00, 0x01, 0x00, 0x02};
  const uint8_t odd[] = {0x12, 0x34, 0x56};
  const uint8_t carries[] = {0xff, 0xff, 0x00, 0x02};
  CHECK(checksum(small, 4) == 0xfffc);
  CHECK(checksum(odd, 3) == (uint16_t)~(0x1234 + 0x5600));
  CHECK(checksum(carries, 4) == 0xfffd);
  CHECK(checksum_holds(small, 4, 0xfffc));
  CHECK(byte_sum(carries, 4) == 512);
  return failures == 0 ? 0 : 1;
}

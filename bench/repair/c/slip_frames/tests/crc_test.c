#include "crc16.h"

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
  CHECK(crc16(CRC16_START, (const uint8_t *)"123456789", 9) == 0x29B1);
  CHECK(crc16(crc16(CRC16_START, (const uint8_t *)"1234", 4), (const uint8_t *)"56789", 5) == 0x29B1);
  CHECK(crc16(CRC16_START, NULL, 0) == 0xFFFF);
  return failures == 0 ? 0 : 1;
}

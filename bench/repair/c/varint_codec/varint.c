#include "varint.h"

size_t varint_write(uint8_t *to, uint64_t value) {
  size_t length = 0;
  while (value >= 0x80) {
    to[length++] = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  to[length++] = (uint8_t)value;
  return length;
}

size_t varint_read(const uint8_t *from, size_t size, uint64_t *value) {
  uint64_t result = 0;
  for (size_t i = 0; i < size && i < VARINT_MAX; ++i) {
    uint64_t bits = from[i] & 0x7Fu;
    if (i == VARINT_MAX - 1 && bits > 1) return 0;
    result |= bits << (7 * i);
    if (!(from[i] & 0x80)) {
      *value = result;
      return i + 1;
    }
  }
  return 0;
}

uint64_t zigzag(int64_t value) {
  return value < 0 ? ~((uint64_t)value << 1) : (uint64_t)value << 1;
}

int64_t unzigzag(uint64_t value) {
  return (int64_t)(value & 1 ? ~(value >> 1) : value >> 1);
}

#include "checksum.h"

uint16_t checksum(const uint8_t *bytes, size_t size) {
  uint16_t sum = 0;
  for (size_t i = 0; i < size; i += 2) {
    uint32_t word = (uint32_t)bytes[i] << 8;
    if (i + 1 < size) word |= bytes[i + 1];
    sum += word;
  }
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)~sum;
}

uint32_t byte_sum(const uint8_t *bytes, size_t size) {
  uint32_t sum = 0;
  for (size_t i = 0; i < size; ++i) sum += bytes[i];
  return sum;
}

int checksum_holds(const uint8_t *bytes, size_t size, uint16_t wanted) {
  return checksum(bytes, size) == wanted;
}

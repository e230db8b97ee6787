#pragma once
#include <stddef.h>
#include <stdint.h>

// Sum of the 16-bit words, most significant byte first, carries added again, complemented.
uint16_t checksum(const uint8_t *bytes, size_t size);
// Sum of all bytes.
uint32_t byte_sum(const uint8_t *bytes, size_t size);
int checksum_holds(const uint8_t *bytes, size_t size, uint16_t wanted);

#pragma once

#include <stddef.h>
#include <stdint.h>

enum { VARINT_MAX = 10 };

/// Seven bits a byte, the low ones first; the high bit says that more follow. The count of bytes written.
size_t varint_write(uint8_t *to, uint64_t value);
/// The count of bytes read; 0 if the number is cut off or has more than 64 bits.
size_t varint_read(const uint8_t *from, size_t size, uint64_t *value);
/// Small numbers for those near to zero: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...
uint64_t zigzag(int64_t value);
int64_t unzigzag(uint64_t value);

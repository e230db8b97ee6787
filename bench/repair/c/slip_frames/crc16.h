#pragma once

#include <stddef.h>
#include <stdint.h>

/// CRC-16/CCITT-FALSE; start with CRC16_START, and go on with the result of the bytes before.
#define CRC16_START 0xFFFFu
uint16_t crc16(uint16_t crc, const uint8_t *data, size_t size);

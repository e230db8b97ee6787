#pragma once

#include <stddef.h>
#include <stdint.h>

enum { SLIP_END = 0xC0, SLIP_ESC = 0xDB, SLIP_ESC_END = 0xDC, SLIP_ESC_ESC = 0xDD };
enum { SLIP_MAX = 64 };

/// The size of a frame: END, the payload and its CRC (high byte first) with escapes, END. 0 if it does not fit.
size_t slip_encode(uint8_t *to, size_t size, const uint8_t *payload, size_t length);

typedef void (*SlipHandler)(void *context, const uint8_t *payload, size_t length);

typedef struct {
  uint8_t bytes[SLIP_MAX + 2];
  size_t length;
  int escaped;
  int broken;        // skip until the next END
  unsigned frames, errors;
  SlipHandler handler;
  void *context;
} SlipDecoder;

void slip_init(SlipDecoder *decoder, SlipHandler handler, void *context);
/// Takes bytes as they come, and calls the handler for each good frame. Empty frames are ignored.
void slip_feed(SlipDecoder *decoder, const uint8_t *data, size_t size);

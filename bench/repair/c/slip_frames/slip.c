#include "slip.h"

#include <string.h>

#include "crc16.h"

typedef struct {
  uint8_t *to;
  size_t size, length;
  int full;
} Out;

static void put(Out *out, uint8_t byte) {
  if (out->length == out->size) {
    out->full = 1;
    return;
  }
  out->to[out->length++] = byte;
}

static void put_escaped(Out *out, uint8_t byte) {
  if (byte == SLIP_END) {
    put(out, SLIP_ESC);
    put(out, SLIP_ESC_END);
  } else if (byte == SLIP_ESC) {
    put(out, SLIP_ESC);
    put(out, SLIP_ESC_ESC);
  } else {
    put(out, byte);
  }
}

size_t slip_encode(uint8_t *to, size_t size, const uint8_t *payload, size_t length) {
  if (length > SLIP_MAX) return 0;
  Out out = {to, size, 0, 0};
  uint16_t crc = crc16(CRC16_START, payload, length);
  put(&out, SLIP_END);
  for (size_t i = 0; i < length; ++i) put_escaped(&out, payload[i]);
  put_escaped(&out, (uint8_t)(crc >> 8));
  put_escaped(&out, (uint8_t)(crc & 0xFF));
  put(&out, SLIP_END);
  return out.full ? 0 : out.length;
}

void slip_init(SlipDecoder *decoder, SlipHandler handler, void *context) {
  memset(decoder, 0, sizeof *decoder);
  decoder->handler = handler;
  decoder->context = context;
}

static void finish(SlipDecoder *decoder) {
  size_t length = decoder->length;
  int good = !decoder->broken && !decoder->escaped && length >= 2;
  if (good) {
    uint16_t crc = crc16(CRC16_START, decoder->bytes, length - 2);
    good = decoder->bytes[length - 2] == crc >> 8 && decoder->bytes[length - 1] == (crc & 0xFF);
  }
  if (good) {
    ++decoder->frames;
    decoder->handler(decoder->context, decoder->bytes, length - 2);
  } else if (decoder->broken || decoder->escaped || length > 0) {
    ++decoder->errors;
  }
  decoder->length = 0;
  decoder->escaped = 0;
}

static void take(SlipDecoder *decoder, uint8_t byte) {
  if (byte == SLIP_END) {
    finish(decoder);
    return;
  }
  if (decoder->broken) return;
  if (decoder->escaped) {
    decoder->escaped = 0;
    if (byte == SLIP_ESC_END) byte = SLIP_END;
    else if (byte == SLIP_ESC_ESC) byte = SLIP_ESC;
    else {
      decoder->broken = 1;
      return;
    }
  } else if (byte == SLIP_ESC) {
    decoder->escaped = 1;
    return;
  }
  if (decoder->length == sizeof decoder->bytes) {
    decoder->broken = 1;
    return;
  }
  decoder->bytes[decoder->length++] = byte;
}

void slip_feed(SlipDecoder *decoder, const uint8_t *data, size_t size) {
  for (size_t i = 0; i < size; ++i) take(decoder, data[i]);
}

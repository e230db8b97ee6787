#include "slip.h"

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

static void count(void *context, const uint8_t *payload, size_t length) {
  (void)payload;
  (void)length;
  ++*(int *)context;
}
int main(void) {
  int calls = 0;
  uint8_t frame[160];
  static const uint8_t noise[] = {7, SLIP_ESC, 9, 1, 2};
  SlipDecoder decoder;
  slip_init(&decoder, count, &calls);
  slip_feed(&decoder, noise, sizeof noise);
  size_t size = slip_encode(frame, sizeof frame, (const uint8_t *)"ok", 2);
  slip_feed(&decoder, frame, size);
  CHECK(decoder.errors == 1);
  CHECK(calls == 1);
  slip_feed(&decoder, frame, size);
  CHECK(calls == 2);
  return failures == 0 ? 0 : 1;
}

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
  if (length == 2 && memcmp(payload, "ok", 2) == 0) ++*(int *)context;
}
int main(void) {
  int calls = 0;
  uint8_t frame[160], junk[100];
  SlipDecoder decoder;
  slip_init(&decoder, count, &calls);
  size_t size = slip_encode(frame, sizeof frame, (const uint8_t *)"ok", 2);
  memset(junk, 'x', sizeof junk);
  slip_feed(&decoder, junk, sizeof junk);
  for (int i = 0; i < 3; ++i) slip_feed(&decoder, frame, size);
  CHECK(calls == 3 && decoder.errors == 1 && decoder.frames == 3);
  static const uint8_t bad[] = {SLIP_ESC, 'a', 'b', SLIP_END};
  for (int i = 1; i < 4; ++i) {
    slip_feed(&decoder, bad, sizeof bad);
    CHECK(decoder.errors == (unsigned)(1 + i));
    slip_feed(&decoder, frame, size);
    CHECK(calls == 3 + i);
  }
  // what follows a bad escape up to the END is no frame
  slip_feed(&decoder, bad, 2);
  slip_feed(&decoder, frame + 1, size - 1);
  CHECK(calls == 6 && decoder.errors == 5);
  static const uint8_t open[] = {SLIP_ESC, SLIP_END};
  slip_feed(&decoder, open, 2);
  CHECK(decoder.errors == 6);
  slip_feed(&decoder, frame, size);
  CHECK(calls == 7);
  return failures == 0 ? 0 : 1;
}

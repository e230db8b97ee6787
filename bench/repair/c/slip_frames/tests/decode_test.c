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

static char last[80];
static void keep(void *context, const uint8_t *payload, size_t length) {
  ++*(int *)context;
  memcpy(last, payload, length);
  last[length] = '\0';
}
int main(void) {
  int calls = 0;
  uint8_t frame[160];
  SlipDecoder decoder;
  slip_init(&decoder, keep, &calls);
  size_t size = slip_encode(frame, sizeof frame, (const uint8_t *)"hello", 5);
  slip_feed(&decoder, frame, 3);
  CHECK(calls == 0);
  slip_feed(&decoder, frame + 3, size - 3);
  CHECK(calls == 1 && strcmp(last, "hello") == 0);
  frame[2] ^= 1;
  slip_feed(&decoder, frame, size);
  CHECK(calls == 1 && decoder.errors == 1 && decoder.frames == 1);
  return failures == 0 ? 0 : 1;
}

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

int main(void) {
  uint8_t frame[160];
  static const uint8_t payload[] = {1, SLIP_END, SLIP_ESC};
  size_t size = slip_encode(frame, sizeof frame, payload, 3);
  CHECK(size >= 9 && frame[0] == SLIP_END && frame[size - 1] == SLIP_END);
  CHECK(frame[1] == 1 && frame[2] == SLIP_ESC && frame[3] == SLIP_ESC_END);
  CHECK(frame[4] == SLIP_ESC && frame[5] == SLIP_ESC_ESC);
  CHECK(slip_encode(frame, 5, payload, 3) == 0);
  return failures == 0 ? 0 : 1;
}

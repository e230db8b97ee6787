#include "fifo.h"

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
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
  for (size_t capacity = 1; capacity < 8; ++capacity)
    for (size_t step = 1; step < 11; ++step) {
      Fifo fifo;
      char text[32] = "";
      size_t at = 0;
      CHECK(fifo_init(&fifo, capacity));
      while (at + step <= 26) {
        fifo_push_over(&fifo, letters + at, step);
        at += step;
        size_t want = at < capacity ? at : capacity;
        CHECK(fifo.count == want);
        CHECK(fifo_peek(&fifo, 0, text, 32) == want);
        CHECK(memcmp(text, letters + at - want, want) == 0);
        CHECK(fifo.dropped == 0);
      }
      fifo_push_over(&fifo, letters, 0);
      CHECK(fifo.count == (at < capacity ? at : capacity));
      fifo_free(&fifo);
    }
  return failures == 0 ? 0 : 1;
}

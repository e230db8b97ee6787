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
  Fifo fifo;
  char text[8] = "";
  CHECK(fifo_init(&fifo, 6));
  fifo_push_over(&fifo, "abcd", 4);
  CHECK(fifo.count == 4);
  fifo_push_over(&fifo, "efg", 3);
  CHECK(fifo.count == 6);
  CHECK(fifo_read(&fifo, text, 8) == 6 && memcmp(text, "bcdefg", 6) == 0);
  fifo_free(&fifo);
  return failures == 0 ? 0 : 1;
}

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
  CHECK(fifo_init(&fifo, 5));
  CHECK(fifo_write(&fifo, "abc", 3) == 3);
  CHECK(fifo_room(&fifo) == 2);
  CHECK(fifo_write(&fifo, "def", 3) == 2);
  CHECK(fifo.dropped == 1);
  CHECK(fifo_read(&fifo, text, 4) == 4 && memcmp(text, "abcd", 4) == 0);
  CHECK(fifo_write(&fifo, "xyz", 3) == 3);
  CHECK(fifo_read(&fifo, text, 8) == 4 && memcmp(text, "exyz", 4) == 0);
  CHECK(fifo_read(&fifo, text, 8) == 0);
  fifo_free(&fifo);
  return failures == 0 ? 0 : 1;
}

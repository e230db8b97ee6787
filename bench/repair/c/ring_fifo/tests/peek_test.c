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
  CHECK(fifo_init(&fifo, 4));
  fifo_write(&fifo, "abc", 3);
  fifo_skip(&fifo, 2);
  fifo_write(&fifo, "def", 3);
  CHECK(fifo_peek(&fifo, 1, text, 2) == 2 && memcmp(text, "de", 2) == 0);
  CHECK(fifo_peek(&fifo, 3, text, 2) == 1 && text[0] == 'f');
  CHECK(fifo_peek(&fifo, 4, text, 2) == 0);
  CHECK(fifo_find(&fifo, 'f') == 3);
  CHECK(fifo_find(&fifo, 'a') == -1);
  fifo_free(&fifo);
  return failures == 0 ? 0 : 1;
}

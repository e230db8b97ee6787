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
  char line[8];
  CHECK(fifo_init(&fifo, 16));
  fifo_write(&fifo, "one\ntw", 6);
  CHECK(fifo_read_line(&fifo, line, sizeof line) && strcmp(line, "one") == 0);
  CHECK(!fifo_read_line(&fifo, line, sizeof line));
  fifo_write(&fifo, "enty-two\n\n", 10);
  CHECK(fifo_read_line(&fifo, line, sizeof line) && strcmp(line, "twenty-") == 0);
  CHECK(fifo_read_line(&fifo, line, sizeof line) && strcmp(line, "") == 0);
  fifo_free(&fifo);
  return failures == 0 ? 0 : 1;
}

#include "gap.h"

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
  Gap gap;
  size_t line, column;
  CHECK(gap_init(&gap, 8));
  gap_insert(&gap, "one\ntwo\nthree");
  gap_position(&gap, &line, &column);
  CHECK(line == 2 && column == 5);
  gap_move(&gap, 4);
  gap_position(&gap, &line, &column);
  CHECK(line == 1 && column == 0);
  gap_free(&gap);
  return failures == 0 ? 0 : 1;
}

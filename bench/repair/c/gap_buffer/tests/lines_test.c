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
  CHECK(gap_init(&gap, 8));
  gap_insert(&gap, "one\ntwo\nthree");
  gap_move(&gap, 2);
  gap_home(&gap);
  CHECK(gap.start == 0);
  gap_line_end(&gap);
  CHECK(gap.start == 3);
  gap_move(&gap, 6);
  gap_home(&gap);
  CHECK(gap.start == 4);
  gap_line_end(&gap);
  CHECK(gap.start == 7);
  gap_free(&gap);
  return failures == 0 ? 0 : 1;
}

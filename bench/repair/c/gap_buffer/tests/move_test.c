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
  char text[8];
  CHECK(gap_init(&gap, 8));
  gap_insert(&gap, "abcdef");
  gap_move(&gap, 1);
  CHECK(gap_at(&gap, 0) == 'a' && gap_at(&gap, 1) == 'b' && gap_at(&gap, 5) == 'f' && gap_at(&gap, 6) == '\0');
  gap_move(&gap, 4);
  gap_move(&gap, 99);
  CHECK(gap.start == 6);
  CHECK(gap_delete_after(&gap, 1) == 0);
  gap_text(&gap, text, 4);
  CHECK(strcmp(text, "abc") == 0);
  gap_free(&gap);
  return failures == 0 ? 0 : 1;
}

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
  char text[32];
  CHECK(gap_init(&gap, 4));
  CHECK(gap_insert(&gap, "hello world"));
  gap_move(&gap, 5);
  CHECK(gap_insert(&gap, ","));
  gap_text(&gap, text, sizeof text);
  CHECK(strcmp(text, "hello, world") == 0 && gap_length(&gap) == 12);
  CHECK(gap_delete_after(&gap, 3) == 3);
  CHECK(gap_delete_before(&gap, 2) == 2);
  gap_text(&gap, text, sizeof text);
  CHECK(strcmp(text, "hellrld") == 0);
  gap_free(&gap);
  return failures == 0 ? 0 : 1;
}

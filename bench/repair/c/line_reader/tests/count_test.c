#include "lines.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  CHECK(lines_count("") == 0);
  CHECK(lines_count("a\n") == 1);
  CHECK(lines_count("a\n\nb\n") == 3);
  CHECK(lines_count("one\ntwo\nthree") == 3);
  return failures == 0 ? 0 : 1;
}

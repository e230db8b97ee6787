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
  CHECK(lines_count("a") == 1);
  CHECK(lines_count("\n") == 1);
  CHECK(lines_count("\n\n") == 2);
  CHECK(lines_count("a long one here\nanother long one") == 2);
  CHECK(lines_count("a\r\nb\r\n") == 2);
  CHECK(lines_count("a\r\nb\r") == 2);
  return failures == 0 ? 0 : 1;
}

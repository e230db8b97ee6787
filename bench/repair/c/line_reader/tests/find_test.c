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
  CHECK(lines_find("red\ngreen\nblue\n", "green") == 2);
  CHECK(lines_find("red\r\ngreen\r\n", "red") == 1);
  CHECK(lines_find("red\ngreen\n", "re") == 0);
  CHECK(lines_find("red\n\ngreen\n", "") == 2);
  return failures == 0 ? 0 : 1;
}

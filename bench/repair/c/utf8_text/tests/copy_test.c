#include "utf8.h"

#include <stdio.h>
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
  char text[6];
  CHECK(utf8_copy(text, sizeof text, "abc") == 3);
  CHECK(strcmp(text, "abc") == 0);
  CHECK(utf8_copy(text, sizeof text, "abcdefgh") == 5);
  CHECK(strcmp(text, "abcde") == 0);
  CHECK(utf8_copy(text, sizeof text, "abcd\xC3\xAF") == 4);
  CHECK(strcmp(text, "abcd") == 0);
  CHECK(utf8_copy(text, sizeof text, "abc\xE2\x82\xAC") == 3);
  CHECK(strcmp(text, "abc") == 0);
  return failures == 0 ? 0 : 1;
}

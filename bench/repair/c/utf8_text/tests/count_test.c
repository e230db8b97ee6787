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
  CHECK(utf8_length('a') == 1);
  CHECK(utf8_length(0xF0) == 4);
  CHECK(utf8_length(0x80) == 0);
  CHECK(utf8_count("") == 0);
  CHECK(utf8_count("na\xC3\xAFve") == 5);
  CHECK(utf8_count("\xE2\x82\xAC" "5") == 2);
  CHECK(utf8_count("\xF0\x9F\x98\x80!") == 2);
  CHECK(utf8_count("a\xC3") == 2);
  CHECK(strcmp(utf8_at("na\xC3\xAFve", 3), "ve") == 0);
  CHECK(strcmp(utf8_at("ab", 9), "") == 0);
  return failures == 0 ? 0 : 1;
}

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
  // where the characters of the text begin: 0 1 3 6 10 11
  static const char all[] = "a\xC3\xAF\xE2\x82\xAC\xF0\x9F\x98\x80z";
  static const size_t begins[] = {0, 1, 3, 6, 10, 11};
  char text[16];
  for (size_t size = 1; size < 16; ++size) {
    size_t want = 0;
    for (int i = 0; i < 6; ++i)
      if (begins[i] < size) want = begins[i];
    memset(text, '#', sizeof text);
    CHECK(utf8_copy(text, size, all) == want);
    CHECK(strlen(text) == want && memcmp(text, all, want) == 0);
    if (size < 15) CHECK(text[want + 1] == '#');
  }
  strcpy(text, "#");
  CHECK(utf8_copy(text, 0, all) == 0 && strcmp(text, "#") == 0);
  CHECK(utf8_copy(text, 3, "\xF0\x9F\x98\x80") == 0 && strcmp(text, "") == 0);
  CHECK(utf8_copy(text, 5, "\xF0\x9F\x98\x80") == 4 && strcmp(text, "\xF0\x9F\x98\x80") == 0);
  CHECK(utf8_copy(text, 3, "\xF0\x9F\x98\x80") == 0);
  CHECK(utf8_copy(text, 4, "\xF0\x9F\x98\x80") == 0);
  CHECK(utf8_copy(text, 3, "ab\xC3\xAF") == 2 && strcmp(text, "ab") == 0);
  return failures == 0 ? 0 : 1;
}

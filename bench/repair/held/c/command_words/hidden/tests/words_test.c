#include "words.h"

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
  char *words[4];
  char escapes[] = "\\\"x\\\" \"a\\\"b\" c\\\\d";
  CHECK(words_split(escapes, words, 4) == 3);
  CHECK(strcmp(words[0], "\"x\"") == 0);
  CHECK(strcmp(words[1], "a\"b") == 0);
  CHECK(strcmp(words[2], "c\\d") == 0);
  char last[] = "a\\";
  CHECK(words_split(last, words, 4) == 1);
  CHECK(strcmp(words[0], "a") == 0);
  char tabs[] = "a\tb\\\tc";
  CHECK(words_split(tabs, words, 4) == 2);
  CHECK(strcmp(words[1], "b\tc") == 0);
  char nothing[] = " ";
  CHECK(words_split(nothing, words, 4) == 0);
  return failures == 0 ? 0 : 1;
}

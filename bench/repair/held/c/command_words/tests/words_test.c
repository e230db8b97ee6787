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
  char plain[] = "  copy a  b ";
  CHECK(words_split(plain, words, 4) == 3);
  CHECK(strcmp(words[0], "copy") == 0 && strcmp(words[2], "b") == 0);
  char quoted[] = "say \"two words\"";
  CHECK(words_split(quoted, words, 4) == 2);
  CHECK(strcmp(words[1], "two words") == 0);
  char escaped[] = "say a\\ b c";
  CHECK(words_split(escaped, words, 4) == 3);
  CHECK(strcmp(words[1], "a b") == 0);
  char open[] = "say \"x";
  CHECK(words_split(open, words, 4) == -1);
  char many[] = "a b c d e";
  CHECK(words_split(many, words, 4) == -1);
  return failures == 0 ? 0 : 1;
}

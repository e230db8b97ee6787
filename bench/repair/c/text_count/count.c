#include "count.h"

#include <ctype.h>

void count_text(const char *text, long *lines, long *words, long *letters) {
  int inside = 0;
  for (; *text != '\0'; ++text) {
    if (*text == '\n') ++*lines;
    if (isalpha((unsigned char)*text)) ++*letters;
    if (isspace((unsigned char)*text)) {
      inside = 0;
    } else if (!inside) {
      inside = 1;
      *words++;
    }
  }
}

size_t longest_word(const char *text) {
  size_t longest = 0, length = 0;
  for (; *text != '\0'; ++text) {
    if (isspace((unsigned char)*text)) {
      length = 0;
      continue;
    }
    ++length;
    if (length > longest) longest = length;
  }
  return longest;
}

#include "runs.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static size_t run_length(const char *text) {
  size_t length = 1;
  while (text[length] == text[0]) ++length;
  return length;
}

int runs_encode(const char *text, char *out, size_t size) {
  size_t used = 0;
  while (*text != '\0') {
    char piece[32];
    size_t length = run_length(text);
    if (length == 1)
      snprintf(piece, sizeof piece, "%c", *text);
    else
      snprintf(piece, sizeof piece, "%zu%c", length, *text);
    if (used + strlen(piece) >= size) return 0;
    memcpy(out + used, piece, strlen(piece));
    used += strlen(piece);
    text += length;
  }
  return 1;
}

int runs_decode(const char *text, char *out, size_t size) {
  size_t used = 0;
  while (*text != '\0') {
    size_t length = 1;
    if (isdigit((unsigned char)*text)) {
      length = 0;
      while (isdigit((unsigned char)*text)) length = length * 10 + (size_t)(*text++ - '0');
    }
    if (*text == '\0' || used + length >= size) return 0;
    memset(out + used, *text, length);
    used += length;
    ++text;
  }
  out[used] = '\0';
  return 1;
}

size_t runs_longest(const char *text) {
  size_t longest = 0;
  while (*text != '\0') {
    size_t length = run_length(text);
    if (length > longest) longest = length;
    text += length;
  }
  return longest;
}

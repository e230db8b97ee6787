#include "words.h"

enum state { BETWEEN, IN_WORD, IN_QUOTE };

int words_split(char *line, char **words, int most) {
  enum state state = BETWEEN;
  int count = 0;
  char *out = line;
  for (char *at = line; *at != '\0'; ++at) {
    char c = *at;
    if (state == BETWEEN) {
      if (c == ' ' || c == '\t') continue;
      if (count == most) return -1;
      words[count++] = out;
      state = IN_WORD;
    }
    switch (c) {
      case '"':
        state = state == IN_QUOTE ? IN_WORD : IN_QUOTE;
        break;
      case '\\':
        if (at[1] != '\0') *out++ = *++at;
      case ' ':
      case '\t':
        if (state == IN_WORD) {
          *out++ = '\0';
          state = BETWEEN;
          break;
        }
        *out++ = c;
        break;
      default:
        *out++ = c;
    }
  }
  if (state == IN_QUOTE) return -1;
  *out = '\0';
  return count;
}

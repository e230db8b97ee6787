#include "gap.h"

#include <stdio.h>
#include <stdlib.h>
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
  static const char *const texts[] = {"", "a", "\n", "\n\n", "one\n\ntwo\n", "ab\ncd", "\nxyz\nq"};
  for (int t = 0; t < 7; ++t) {
    size_t length = strlen(texts[t]);
    for (size_t at = 0; at <= length; ++at) {
      Gap gap;
      char text[32];
      size_t home = at, end = at;
      while (home > 0 && texts[t][home - 1] != '\n') --home;
      while (end < length && texts[t][end] != '\n') ++end;
      CHECK(gap_init(&gap, 4) && gap_insert(&gap, texts[t]));
      gap_move(&gap, at);
      gap_home(&gap);
      CHECK(gap.start == home);
      gap_home(&gap);
      CHECK(gap.start == home);
      gap_line_end(&gap);
      CHECK(gap.start == end);
      gap_line_end(&gap);
      CHECK(gap.start == end);
      gap_home(&gap);
      CHECK(gap.start == home);
      gap_text(&gap, text, sizeof text);
      CHECK(strcmp(text, texts[t]) == 0);
      gap_free(&gap);
    }
  }
  return failures == 0 ? 0 : 1;
}

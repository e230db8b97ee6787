#include "quote.h"

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
  char text[16], want[16];
  for (int c = 1; c < 256; ++c) {
    char argument[3] = {' ', (char)c, '\0'};
    int escaped = c == '"' || c == '\\' || c == '$' || c == '`';
    snprintf(want, sizeof want, "\" %s%c\"", escaped ? "\\" : "", c);
    CHECK(quote_argument(text, sizeof text, argument) == strlen(want));
    CHECK(strcmp(text, want) == 0);
    if (failures > 20) return 1;
  }
  CHECK(!quote_is_plain("`") && !quote_is_plain("a`") && quote_is_plain("a=b"));
  CHECK(quote_argument(text, sizeof text, "`") == 4 && strcmp(text, "\"\\`\"") == 0);
  CHECK(quote_argument(text, 4, "``") == 6 && strcmp(text, "\"\\`") == 0);
  CHECK(quote_argument(text, sizeof text, "$`\"\\") == 10);
  CHECK(strcmp(text, "\"\\$\\`\\\"\\\\\"") == 0);
  return failures == 0 ? 0 : 1;
}

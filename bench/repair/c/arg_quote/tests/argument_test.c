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

static int quoted_is(const char *argument, const char *want) {
  char text[64];
  return quote_argument(text, sizeof text, argument) == strlen(want) && strcmp(text, want) == 0;
}

int main(void) {
  CHECK(quoted_is("main.c", "main.c"));
  CHECK(quoted_is("", "\"\""));
  CHECK(quoted_is("two words", "\"two words\""));
  CHECK(quoted_is("a\"b", "\"a\\\"b\""));
  CHECK(quoted_is("a\\b", "\"a\\\\b\""));
  CHECK(quoted_is("$HOME/x", "\"\\$HOME/x\""));
  CHECK(quoted_is("`date`", "\"\\`date\\`\""));
  CHECK(quoted_is("it's", "\"it's\""));
  return failures == 0 ? 0 : 1;
}

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
  static const char *const arguments[] = {"grep", "-n", "int main", "src/main.c"};
  char text[64];
  CHECK(quote_command(text, sizeof text, arguments, 4) == 29);
  CHECK(strcmp(text, "grep -n \"int main\" src/main.c") == 0);
  CHECK(quote_command(text, 8, arguments, 4) == 29);
  CHECK(strcmp(text, "grep -n") == 0);
  CHECK(quote_command(text, sizeof text, arguments, 0) == 0);
  CHECK(strcmp(text, "") == 0);
  return failures == 0 ? 0 : 1;
}

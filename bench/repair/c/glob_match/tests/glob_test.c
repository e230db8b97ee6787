#include "glob.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  static const char *const names[] = {"main.c", "main.h", "notes.txt", "a.c"};
  CHECK(glob_count("*.c", names, 4) == 2);
  CHECK(glob_count("main.?", names, 4) == 2);
  CHECK(glob_count("*", names, 4) == 4);
  CHECK(glob_match("*.c", "main.c"));
  CHECK(!glob_match("*.c", "main.cc"));
  CHECK(glob_match("m*n*c", "main.c"));
  CHECK(glob_match("", ""));
  CHECK(glob_match("main.[ch]", "main.h"));
  CHECK(!glob_match("main.[ch]", "main.o"));
  CHECK(glob_match("log[0-9]", "log9"));
  CHECK(!glob_match("log[0-9]", "logs"));
  CHECK(glob_match("log[!0-9]", "logs"));
  CHECK(!glob_match("log[!0-9]", "log5"));
  CHECK(glob_is_pattern("a?") && !glob_is_pattern("a.b"));
  return failures == 0 ? 0 : 1;
}

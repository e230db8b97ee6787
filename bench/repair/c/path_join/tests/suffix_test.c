#include "path.h"

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
  char path[16] = "a.b/main.c";
  CHECK(strcmp(path_base(path), "main.c") == 0);
  CHECK(path_set_suffix(path, sizeof path, ".o") == 10);
  CHECK(strcmp(path, "a.b/main.o") == 0);
  strcpy(path, "a.b/Makefile");
  CHECK(path_set_suffix(path, sizeof path, ".in") == 15);
  CHECK(strcmp(path, "a.b/Makefile.in") == 0);
  return failures == 0 ? 0 : 1;
}

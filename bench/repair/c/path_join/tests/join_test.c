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
  char path[16];
  CHECK(path_join(path, sizeof path, "src", "main.c") == 10);
  CHECK(strcmp(path, "src/main.c") == 0);
  CHECK(path_join(path, sizeof path, "/usr/", "bin") == 8);
  CHECK(strcmp(path, "/usr/bin") == 0);
  CHECK(path_join(path, sizeof path, "src", "/etc/hosts") == 10);
  CHECK(strcmp(path, "/etc/hosts") == 0);
  CHECK(path_join(path, 8, "include", "plumb") == -1);
  CHECK(strcmp(path, "") == 0);
  CHECK(path_join(path, 8, "lib", "x.c") == 7);
  CHECK(path_join(path, 8, "libs", "x.c") == -1);
  return failures == 0 ? 0 : 1;
}

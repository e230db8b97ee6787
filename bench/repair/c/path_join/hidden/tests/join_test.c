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
  for (size_t size = 0; size <= 12; ++size) {
    memset(path, '#', sizeof path);
    int length = path_join(path, size, "src", "main.c");
    CHECK(length == (size > 10 ? 10 : -1));
    CHECK(path[size] == '#');
    if (size > 0) CHECK(strcmp(path, size > 10 ? "src/main.c" : "") == 0);
    memset(path, '#', sizeof path);
    length = path_join(path, size, "src/", "main");
    CHECK(length == (size > 8 ? 8 : -1));
    CHECK(path[size] == '#');
    memset(path, '#', sizeof path);
    length = path_join(path, size, "somewhere", "/main");
    CHECK(length == (size > 5 ? 5 : -1));
    CHECK(path[size] == '#');
  }
  CHECK(path_join(path, sizeof path, "", "a") == 1 && strcmp(path, "a") == 0);
  CHECK(path_join(path, sizeof path, "", "") == 0 && strcmp(path, "") == 0);
  CHECK(path_join(path, sizeof path, "/", "") == 1 && strcmp(path, "/") == 0);
  return failures == 0 ? 0 : 1;
}

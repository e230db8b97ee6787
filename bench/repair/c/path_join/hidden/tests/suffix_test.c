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
  char path[16] = "x/.profile";
  CHECK(path_set_suffix(path, sizeof path, ".old") == 14);
  CHECK(strcmp(path, "x/.profile.old") == 0);
  strcpy(path, "abc.c");
  memset(path + 6, '#', 10);
  CHECK(path_set_suffix(path, 7, ".cc") == 6);
  CHECK(strcmp(path, "abc.cc") == 0 && path[7] == '#');
  CHECK(path_set_suffix(path, 7, ".cpp") == -1);
  CHECK(strcmp(path, "") == 0 && path[7] == '#');
  strcpy(path, "abc.c");
  CHECK(path_set_suffix(path, 4, "") == 3 && strcmp(path, "abc") == 0);
  return failures == 0 ? 0 : 1;
}

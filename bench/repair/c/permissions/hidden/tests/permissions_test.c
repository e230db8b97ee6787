#include "permissions.h"

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
  for (int bits = 0; bits < 8; ++bits) {
    char text[4];
    permissions_format(bits, text);
    CHECK(permissions_parse(text) == bits);
  }
  CHECK(permissions_parse("") == -1);
  CHECK(permissions_parse("rwxr") == -1);
  CHECK(permissions_parse("xwr") == -1);
  CHECK(permissions_parse("rwx") == 7);
  return failures == 0 ? 0 : 1;
}

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
  char text[4];
  CHECK(permissions_parse("r--") == CAN_READ);
  CHECK(permissions_parse("rw-") == (CAN_READ | CAN_WRITE));
  CHECK(permissions_parse("--x") == CAN_RUN);
  CHECK(permissions_parse("wr-") == -1);
  permissions_format(CAN_READ | CAN_RUN, text);
  CHECK(strcmp(text, "r-x") == 0);
  CHECK(permissions_allow(CAN_READ | CAN_RUN, CAN_READ));
  CHECK(!permissions_allow(CAN_READ, CAN_READ | CAN_WRITE));
  return failures == 0 ? 0 : 1;
}

#include "csv.h"

#include <stdio.h>
#include <stdlib.h>
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
  static const char *const fields[] = {"plain", "a,b", "say \"hi\"", ""};
  char text[64];
  CHECK(csv_format(text, sizeof text, fields, 4) == 25);
  CHECK(strcmp(text, "plain,\"a,b\",\"say \"\"hi\"\"\",") == 0);
  CHECK(csv_format(text, 6, fields, 4) == 25 && strcmp(text, "plain") == 0);
  return failures == 0 ? 0 : 1;
}

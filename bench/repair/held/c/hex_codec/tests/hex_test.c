#include "hex.h"

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
  char text[16];
  unsigned char bytes[8];
  hex_encode((const unsigned char *)"\x01\xab\xff", 3, text);
  CHECK(strcmp(text, "01abff") == 0);
  hex_encode((const unsigned char *)"", 0, text);
  CHECK(strcmp(text, "") == 0);
  CHECK(hex_decode("7F00", bytes, 8) == 2);
  CHECK(bytes[0] == 0x7f && bytes[1] == 0);
  CHECK(hex_decode("7", bytes, 8) == -1);
  CHECK(hex_decode("7g", bytes, 8) == -1);
  CHECK(hex_decode("001122", bytes, 2) == -1);
  return failures == 0 ? 0 : 1;
}

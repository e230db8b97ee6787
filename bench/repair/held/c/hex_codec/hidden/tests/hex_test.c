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
  unsigned char all[256], back[256];
  char text[513];
  for (int i = 0; i < 256; ++i) all[i] = (unsigned char)i;
  hex_encode(all, 256, text);
  CHECK(strlen(text) == 512);
  for (int i = 0; i < 256; ++i) {
    char one[3];
    snprintf(one, sizeof one, "%02x", i);
    CHECK(strncmp(text + 2 * i, one, 2) == 0);
  }
  CHECK(hex_decode(text, back, 256) == 256);
  CHECK(memcmp(all, back, 256) == 0);
  return failures == 0 ? 0 : 1;
}

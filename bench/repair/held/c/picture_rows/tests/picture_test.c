#include "picture.h"

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
  unsigned char pixels[] = {1, 2, 3, 10, 20, 30};
  unsigned char blurred[6];
  Picture picture = {3, 2, pixels};
  CHECK(picture_at(&picture, 2, 1) == 30);
  CHECK(picture_at(&picture, 3, 0) == 0);
  CHECK(picture_brightest_row(&picture) == 1);
  picture_blur(&picture, blurred);
  CHECK(blurred[1] == 2 && blurred[4] == 20 && blurred[0] == 1);
  picture_flip(&picture);
  CHECK(memcmp(pixels, (unsigned char[]){3, 2, 1, 30, 20, 10}, 6) == 0);
  return failures == 0 ? 0 : 1;
}

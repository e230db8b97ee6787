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
  for (int width = 1; width < 6; ++width)
    for (int height = 1; height < 6; ++height) {
      unsigned char before[64], pixels[64];
      for (int i = 0; i < 64; ++i) before[i] = pixels[i] = (unsigned char)(i * 3);
      Picture picture = {width, height, pixels};
      picture_flip(&picture);
      for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) CHECK(pixels[y * width + x] == before[y * width + width - 1 - x]);
      CHECK(memcmp(pixels + width * height, before + width * height, (size_t)(64 - width * height)) == 0);
      picture_flip(&picture);
      CHECK(memcmp(pixels, before, 64) == 0);
    }
  return failures == 0 ? 0 : 1;
}

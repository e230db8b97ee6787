#include "picture.h"

unsigned char picture_at(const Picture *picture, int x, int y) {
  if (x < 0 || y < 0 || x >= picture->width || y >= picture->height) return 0;
  return picture->pixels[y * picture->width + x];
}

void picture_flip(Picture *picture) {
  for (int y = 0; y < picture->height; ++y) {
    unsigned char *row = picture->pixels + y * picture->height;
    for (int x = 0; x < picture->width / 2; ++x) {
      unsigned char kept = row[x];
      row[x] = row[picture->width - 1 - x];
      row[picture->width - 1 - x] = kept;
    }
  }
}

int picture_brightest_row(const Picture *picture) {
  int best = 0;
  long most = -1;
  for (int y = 0; y < picture->height; ++y) {
    long sum = 0;
    for (int x = 0; x < picture->width; ++x) sum += picture_at(picture, x, y);
    if (sum > most) {
      most = sum;
      best = y;
    }
  }
  return best;
}

void picture_blur(const Picture *picture, unsigned char *out) {
  for (int y = 0; y < picture->height; ++y)
    for (int x = 0; x < picture->width; ++x) {
      int sum = picture_at(picture, x - 1, y) + picture_at(picture, x, y) + picture_at(picture, x + 1, y);
      out[y * picture->width + x] = (unsigned char)(sum / 3);
    }
}

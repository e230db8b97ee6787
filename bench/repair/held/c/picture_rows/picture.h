#pragma once

// A picture of grey values, row after row.
typedef struct {
  int width, height;
  unsigned char *pixels;
} Picture;

unsigned char picture_at(const Picture *picture, int x, int y);  // 0 outside
void picture_flip(Picture *picture);                             // left becomes right
int picture_brightest_row(const Picture *picture);
void picture_blur(const Picture *picture, unsigned char *out);   // mean of each pixel's row neighbours

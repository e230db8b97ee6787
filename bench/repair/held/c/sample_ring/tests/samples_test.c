#include "samples.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  Samples samples;
  samples_init(&samples);
  CHECK(samples_mean(&samples) == 0);
  samples_add(&samples, 2);
  samples_add(&samples, 4);
  CHECK(samples_mean(&samples) == 3);
  CHECK(samples_spread(&samples) == 2);
  for (int i = 0; i < 10; ++i) samples_add(&samples, 5);
  CHECK(samples_mean(&samples) == 5);
  CHECK(samples_spread(&samples) == 0);
  return failures == 0 ? 0 : 1;
}

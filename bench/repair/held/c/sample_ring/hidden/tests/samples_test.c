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
  for (int n = 1; n <= 40; ++n) {
    samples_add(&samples, n);
    int first = n > SAMPLES_MAX ? n - SAMPLES_MAX + 1 : 1;
    CHECK(samples_mean(&samples) == (first + n) / 2.0);
    CHECK(samples_spread(&samples) == n - first);
  }
  return failures == 0 ? 0 : 1;
}

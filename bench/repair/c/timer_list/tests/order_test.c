#include "timers.h"

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

static void digit(void *context, int id) {
  *(int *)context = *(int *)context * 10 + id;
}
int main(void) {
  Timers timers;
  int seen = 0;
  timers_init(&timers, 0);
  timers_after(&timers, 30, digit, &seen);
  timers_after(&timers, 10, digit, &seen);
  timers_after(&timers, 30, digit, &seen);
  timers_after(&timers, 20, digit, &seen);
  CHECK(timers_run(&timers, 100) == 4);
  CHECK(seen == 2413);
  return failures == 0 ? 0 : 1;
}

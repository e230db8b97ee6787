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

static void count(void *context, int id) {
  (void)id;
  ++*(int *)context;
}
int main(void) {
  Timers timers;
  int calls = 0;
  timers_init(&timers, 1000);
  CHECK(timers_wait(&timers) == -1);
  CHECK(timers_after(&timers, 50, count, &calls) == 1);
  CHECK(timers_wait(&timers) == 50);
  CHECK(timers_run(&timers, 1049) == 0 && calls == 0);
  CHECK(timers_run(&timers, 1050) == 1 && calls == 1);
  CHECK(timers_run(&timers, 2000) == 0);
  return failures == 0 ? 0 : 1;
}

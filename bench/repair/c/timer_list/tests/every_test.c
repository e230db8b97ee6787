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
  timers_init(&timers, 0);
  int id = timers_every(&timers, 100, count, &calls);
  CHECK(id > 0);
  CHECK(timers_run(&timers, 100) == 1);
  CHECK(timers_wait(&timers) == 100);
  CHECK(timers_run(&timers, 230) == 1);
  CHECK(timers_wait(&timers) == 70);
  CHECK(timers_cancel(&timers, id) && !timers_cancel(&timers, id));
  CHECK(timers_run(&timers, 900) == 0 && calls == 2);
  CHECK(timers_every(&timers, 0, count, &calls) == 0);
  return failures == 0 ? 0 : 1;
}

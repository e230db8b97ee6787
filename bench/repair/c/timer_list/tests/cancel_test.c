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

static Timers timers;
static int calls;
static void stop(void *context, int id) {
  (void)context;
  ++calls;
  timers_cancel(&timers, id);
}
static void again(void *context, int id) {
  (void)id;
  if (++calls < 3) timers_after(&timers, 0, again, context);
}
int main(void) {
  timers_init(&timers, 0);
  timers_every(&timers, 10, stop, NULL);
  CHECK(timers_run(&timers, 10) == 1 && timers_run(&timers, 30) == 0);
  calls = 0;
  timers_after(&timers, 5, again, NULL);
  CHECK(timers_run(&timers, 35) == 3);
  for (int i = 0; i < TIMERS_MAX; ++i) CHECK(timers_after(&timers, 1, stop, NULL) > 0);
  CHECK(timers_after(&timers, 1, stop, NULL) == 0);
  return failures == 0 ? 0 : 1;
}

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
static void digit(void *context, int id) {
  *(int *)context = *(int *)context * 10 + id;
}
int main(void) {
  Timers timers;
  int calls = 0, seen = 0;
  timers_init(&timers, 5);
  timers_every(&timers, 10, count, &calls);
  CHECK(timers_run(&timers, 14) == 0);
  CHECK(timers_run(&timers, 48) == 4);
  CHECK(timers_wait(&timers) == 7);
  CHECK(timers_run(&timers, 54) == 0);
  CHECK(timers_run(&timers, 55) == 1);
  CHECK(timers_run(&timers, 20) == 0);
  CHECK(timers_wait(&timers) == 10);
  CHECK(timers_run(&timers, 1055) == 100 && calls == 105);
  timers_init(&timers, 0);
  timers_every(&timers, 20, digit, &seen);
  timers_every(&timers, 30, digit, &seen);
  CHECK(timers_run(&timers, 70) == 5);
  CHECK(seen == 12112);
  CHECK(timers_wait(&timers) == 10);
  return failures == 0 ? 0 : 1;
}

#include "spool.h"

#include <stdio.h>
#include <stdlib.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static int sound(const Spool *spool, int count) {
  const Job *last = NULL;
  for (const Job *job = spool->first; job; job = job->next, --count) last = job;
  return count == 0 && (spool->first == NULL || spool->last == last);
}

int main(void) {
  Spool spool;
  spool_init(&spool);
  for (int away = 1; away <= 4; ++away) {
    spool_init(&spool);
    for (int i = 1; i <= 4; ++i) CHECK(spool_add(&spool, 1 << i) == i);
    CHECK(spool_cancel(&spool, away));
    CHECK(sound(&spool, 3));
    if (failures) return 1;
    CHECK(spool_ahead(&spool, away) == -1);
    CHECK(spool_add(&spool, 64) == 5);
    CHECK(sound(&spool, 4));
    CHECK(spool_ahead(&spool, 5) == 3);
    CHECK(spool_pages(&spool) == 30 - (1 << away) + 64);
    for (int i = 1; i <= 5; ++i)
      if (i != away) CHECK(spool_print(&spool) == i);
    CHECK(spool_print(&spool) == 0);
    CHECK(spool_add(&spool, 7) == 6);
    CHECK(sound(&spool, 1));
    CHECK(spool_cancel(&spool, 6));
    CHECK(sound(&spool, 0));
    CHECK(spool_add(&spool, 7) == 7);
    CHECK(spool_add(&spool, 8) == 8);
    CHECK(sound(&spool, 2));
    CHECK(spool_cancel(&spool, 8) && spool_cancel(&spool, 7));
    CHECK(sound(&spool, 0));
    spool_free(&spool);
  }
  return failures == 0 ? 0 : 1;
}

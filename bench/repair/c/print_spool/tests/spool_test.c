#include "spool.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static void in_order(void) {
  Spool spool;
  spool_init(&spool);
  CHECK(spool_print(&spool) == 0);
  int report = spool_add(&spool, 12), letter = spool_add(&spool, 1);
  CHECK(spool_pages(&spool) == 13);
  CHECK(spool_ahead(&spool, letter) == 1);
  CHECK(spool_print(&spool) == report);
  CHECK(spool_print(&spool) == letter);
  CHECK(spool_print(&spool) == 0);
  CHECK(spool_add(&spool, 3) == 3);
  CHECK(spool_pages(&spool) == 3);
  spool_free(&spool);
}

static void cancelled(void) {
  Spool spool;
  spool_init(&spool);
  int first = spool_add(&spool, 1), second = spool_add(&spool, 2), third = spool_add(&spool, 4);
  CHECK(spool_cancel(&spool, second));
  CHECK(!spool_cancel(&spool, second));
  CHECK(spool_pages(&spool) == 5);
  CHECK(spool.first->id == first && spool.last->id == third);
  CHECK(spool_cancel(&spool, third));
  CHECK(spool.last == spool.first);
  spool_free(&spool);
}

int main(void) {
  in_order();
  cancelled();
  return failures == 0 ? 0 : 1;
}

#include "queue.h"

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
  Queue queue;
  int job = 0;
  queue_init(&queue);
  for (int i = 1; i < 50; ++i) {
    CHECK(queue_push(&queue, i));
    CHECK(queue_has(&queue, i));
    CHECK(!queue_has(&queue, i - 3));
    if (i > 1) CHECK(queue_has(&queue, i - 1));
    if (i > 1) {
      CHECK(queue_pop(&queue, &job));
      CHECK(job == i - 1);
      CHECK(!queue_has(&queue, i - 1));
    }
  }
  return failures == 0 ? 0 : 1;
}

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
  CHECK(!queue_pop(&queue, &job));
  for (int i = 1; i <= QUEUE_SIZE; ++i) CHECK(queue_push(&queue, 10 * i));
  CHECK(!queue_push(&queue, 99));
  CHECK(queue_has(&queue, 10));
  CHECK(queue_pop(&queue, &job) && job == 10);
  CHECK(!queue_has(&queue, 10));
  CHECK(queue_has(&queue, 20));
  CHECK(queue_push(&queue, 50));
  CHECK(queue_has(&queue, 50));
  while (queue_pop(&queue, &job)) {
  }
  CHECK(job == 50);
  return failures == 0 ? 0 : 1;
}

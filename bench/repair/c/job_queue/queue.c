#include "queue.h"

void queue_init(Queue *queue) {
  queue->head = 0;
  queue->count = 0;
}

int queue_push(Queue *queue, int job) {
  if (queue->count == QUEUE_SIZE) return 0;
  queue->jobs[(queue->head + queue->count) % QUEUE_SIZE] = job;
  ++queue->count;
  return 1;
}

int queue_pop(Queue *queue, int *job) {
  if (queue->count == 0) return 0;
  *job = queue->jobs[queue->head];
  queue->head = (queue->head + 1) % QUEUE_SIZE;
  --queue->count;
  return 1;
}

int queue_has(const Queue *queue, int job) {
  for (int i = 0; i < queue->count; ++i)
    if (queue->jobs[(queue->count + i) % QUEUE_SIZE] == job) return 1;
  return 0;
}

#pragma once

#define QUEUE_SIZE 4

typedef struct {
  int jobs[QUEUE_SIZE];
  int head;   // the oldest
  int count;
} Queue;

void queue_init(Queue *queue);
int queue_push(Queue *queue, int job);  // 0 if it is full
int queue_pop(Queue *queue, int *job);  // 0 if it is empty
int queue_has(const Queue *queue, int job);

#pragma once

#include <stddef.h>

/// Jobs by priority: the least number comes first, equals in the order in which they were added.
typedef struct {
  int priority;
  unsigned long order;
  int id;
} HeapItem;

typedef struct {
  HeapItem *items;
  size_t count, capacity;
  unsigned long next_order;
} Heap;

void heap_init(Heap *heap);
void heap_free(Heap *heap);
int heap_push(Heap *heap, int id, int priority);
/// The first job, or 0 if there is none.
const HeapItem *heap_first(const Heap *heap);
int heap_pop(Heap *heap, int *id);
/// Gives a job another priority, and its place among equals is then the last; 0 if there is no such job.
int heap_change(Heap *heap, int id, int priority);
int heap_remove(Heap *heap, int id);

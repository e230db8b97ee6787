#include "heap.h"

#include <stdlib.h>

void heap_init(Heap *heap) {
  heap->items = NULL;
  heap->count = heap->capacity = 0;
  heap->next_order = 0;
}

void heap_free(Heap *heap) {
  free(heap->items);
  heap_init(heap);
}

static int before(const HeapItem *left, const HeapItem *right) {
  if (left->priority != right->priority) return left->priority < right->priority;
  return left->order < right->order;
}

static void swap(HeapItem *left, HeapItem *right) {
  HeapItem item = *left;
  *left = *right;
  *right = item;
}

static size_t rise(Heap *heap, size_t at) {
  while (at > 0) {
    size_t parent = (at - 1) / 2;
    if (!before(&heap->items[at], &heap->items[parent])) break;
    swap(&heap->items[at], &heap->items[parent]);
    at = parent;
  }
  return at;
}

static void sink(Heap *heap, size_t at) {
  for (;;) {
    size_t least = at, left = 2 * at + 1, right = left + 1;
    if (left < heap->count && before(&heap->items[left], &heap->items[least])) least = left;
    if (right < heap->count && before(&heap->items[right], &heap->items[at])) least = right;
    if (least == at) return;
    swap(&heap->items[at], &heap->items[least]);
    at = least;
  }
}

int heap_push(Heap *heap, int id, int priority) {
  if (heap->count == heap->capacity) {
    size_t capacity = heap->capacity ? heap->capacity * 2 : 8;
    HeapItem *items = realloc(heap->items, capacity * sizeof *items);
    if (!items) return 0;
    heap->items = items;
    heap->capacity = capacity;
  }
  HeapItem item = {priority, heap->next_order++, id};
  heap->items[heap->count++] = item;
  rise(heap, heap->count - 1);
  return 1;
}

const HeapItem *heap_first(const Heap *heap) {
  return heap->count ? &heap->items[0] : NULL;
}

static void restore(Heap *heap, size_t at) {
  if (rise(heap, at) == at) sink(heap, at);
}

static void take_out(Heap *heap, size_t at) {
  heap->items[at] = heap->items[--heap->count];
  if (at < heap->count) restore(heap, at);
}

int heap_pop(Heap *heap, int *id) {
  if (heap->count == 0) return 0;
  *id = heap->items[0].id;
  take_out(heap, 0);
  return 1;
}

static size_t find(const Heap *heap, int id) {
  size_t at = 0;
  while (at < heap->count && heap->items[at].id != id) ++at;
  return at;
}

int heap_change(Heap *heap, int id, int priority) {
  size_t at = find(heap, id);
  if (at == heap->count) return 0;
  heap->items[at].priority = priority;
  heap->items[at].order = heap->next_order++;
  restore(heap, at);
  return 1;
}

int heap_remove(Heap *heap, int id) {
  size_t at = find(heap, id);
  if (at == heap->count) return 0;
  take_out(heap, at);
  return 1;
}

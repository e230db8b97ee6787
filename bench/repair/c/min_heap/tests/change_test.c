#include "heap.h"

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

int main(void) {
  Heap heap;
  int id = -1;
  heap_init(&heap);
  for (int i = 0; i < 3; ++i) heap_push(&heap, i, 10 * i);
  CHECK(heap_change(&heap, 2, -1));
  CHECK(!heap_change(&heap, 7, 1));
  CHECK(heap_pop(&heap, &id) && id == 2);
  CHECK(heap_remove(&heap, 0) && !heap_remove(&heap, 0));
  CHECK(heap_pop(&heap, &id) && id == 1);
  CHECK(heap.count == 0);
  heap_free(&heap);
  return failures == 0 ? 0 : 1;
}

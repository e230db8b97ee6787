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
  heap_push(&heap, 1, 4);
  heap_push(&heap, 2, 4);
  CHECK(heap_pop(&heap, &id) && id == 1);
  heap_push(&heap, 3, 4);
  CHECK(heap_pop(&heap, &id) && id == 2);
  heap_free(&heap);
  return failures == 0 ? 0 : 1;
}

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
  int id = 0;
  heap_init(&heap);
  CHECK(heap_first(&heap) == NULL && !heap_pop(&heap, &id));
  CHECK(heap_push(&heap, 1, 5) && heap_push(&heap, 2, 3) && heap_push(&heap, 3, 9));
  CHECK(heap_first(&heap)->id == 2);
  CHECK(heap_pop(&heap, &id) && id == 2);
  CHECK(heap_pop(&heap, &id) && id == 1);
  CHECK(heap_pop(&heap, &id) && id == 3);
  heap_free(&heap);
  return failures == 0 ? 0 : 1;
}

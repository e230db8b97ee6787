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
  static const int priorities[] = {44, 7, 13, 90, 2, 61, 35, 18, 77, 5};
  static const int want[] = {4, 9, 1, 2, 7, 6, 0, 5, 8, 3};
  Heap heap;
  int id = -1;
  heap_init(&heap);
  for (int i = 0; i < 10; ++i) CHECK(heap_push(&heap, i, priorities[i]));
  for (int i = 0; i < 10; ++i) CHECK(heap_pop(&heap, &id) && id == want[i]);
  heap_free(&heap);
  return failures == 0 ? 0 : 1;
}

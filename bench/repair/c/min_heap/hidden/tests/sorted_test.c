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
  unsigned seed = 7;
  for (int count = 0; count < 60; ++count)
    for (int round = 0; round < 5; ++round) {
      Heap heap;
      int priority[64], id;
      unsigned long order[64];
      heap_init(&heap);
      for (int i = 0; i < count; ++i) {
        seed = seed * 1103515245u + 12345u;
        priority[i] = (int)(seed >> 16) % 20;
        order[i] = (unsigned long)i;
        CHECK(heap_push(&heap, i, priority[i]));
      }
      for (int i = 0; i < count; i += 3) {
        seed = seed * 1103515245u + 12345u;
        priority[i] = (int)(seed >> 16) % 25 - 3;
        order[i] = 1000ul + (unsigned long)i;
        CHECK(heap_change(&heap, i, priority[i]));
      }
      int left = count;
      for (int i = 1; i < count; i += 7) {
        CHECK(heap_remove(&heap, i));
        --left;
      }
      int last = -1;
      while (heap_pop(&heap, &id)) {
        CHECK(id % 7 != 1);
        if (last >= 0)
          CHECK(priority[last] < priority[id] || (priority[last] == priority[id] && order[last] < order[id]));
        last = id;
        --left;
      }
      CHECK(left == 0);
      heap_free(&heap);
      if (failures > 10) return 1;
    }
  return failures == 0 ? 0 : 1;
}

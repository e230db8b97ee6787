#include "list.h"

#include <stdlib.h>
#include <string.h>

void list_init(List *list) {
  list->items = NULL;
  list->count = list->capacity = 0;
}

void list_free(List *list) {
  free(list->items);
  list_init(list);
}

int list_insert(List *list, size_t at, int item) {
  if (at > list->count) return 0;
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
    int *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL) return 0;
    list->items = items;
    list->capacity = capacity;
  }
  memmove(list->items + at + 1, list->items + at, (list->count - at) * sizeof *list->items);
  list->items[at] = item;
  ++list->count;
  return 1;
}

int list_remove(List *list, size_t at) {
  if (at >= list->count) return 0;
  --list->count;
  memmove(list->items + at, list->items + at + 1, list->count - at);
  return 1;
}

size_t list_find(const List *list, int item) {
  size_t i = 0;
  while (i < list->count && list->items[i] != item) ++i;
  return i;
}

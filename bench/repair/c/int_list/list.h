#pragma once
#include <stddef.h>

typedef struct {
  int *items;
  size_t count, capacity;
} List;

void list_init(List *list);
void list_free(List *list);
/* 0 if there is no memory or no such place. */
int list_insert(List *list, size_t at, int item);
int list_remove(List *list, size_t at);
/* Where the item is, `count` if it is not in the list. */
size_t list_find(const List *list, int item);

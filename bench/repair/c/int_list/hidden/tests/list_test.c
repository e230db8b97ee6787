#include "list.h"

#include <stdio.h>
#include <string.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static int is(const List *list, size_t count, const int *items) {
  return list->count == count && memcmp(list->items, items, count * sizeof *items) == 0;
}

static void inserts(void) {
  List list;
  list_init(&list);
  CHECK(list_insert(&list, 0, 1) && list_insert(&list, 1, 3) && list_insert(&list, 1, 2));
  CHECK(!list_insert(&list, 4, 9));
  CHECK(is(&list, 3, (int[]){1, 2, 3}));
  list_free(&list);
}

static void finds(void) {
  List list;
  list_init(&list);
  for (int i = 0; i < 10; ++i) list_insert(&list, 0, i);
  CHECK(list_find(&list, 9) == 0);
  CHECK(list_find(&list, 0) == 9);
  CHECK(list_find(&list, 77) == 10);
  list_free(&list);
}

static void removes_the_last(void) {
  List list;
  list_init(&list);
  for (int i = 0; i < 3; ++i) list_insert(&list, list.count, i);
  CHECK(list_remove(&list, 2));
  CHECK(!list_remove(&list, 2));
  CHECK(is(&list, 2, (int[]){0, 1}));
  list_free(&list);
}

static void removes_the_first(void) {
  List list;
  list_init(&list);
  for (int i = 0; i < 4; ++i) list_insert(&list, list.count, 1000 * i);
  CHECK(list_remove(&list, 0));
  CHECK(is(&list, 3, (int[]){1000, 2000, 3000}));
  list_free(&list);
}

static void removes_any(void) {
  for (int count = 1; count < 40; ++count)
    for (int at = 0; at < count; ++at) {
      List list;
      list_init(&list);
      for (int i = 0; i < count; ++i) list_insert(&list, list.count, i * 1234567);
      CHECK(list_remove(&list, (size_t)at));
      CHECK(list.count == (size_t)count - 1);
      for (int i = 0; i < count - 1; ++i) CHECK(list.items[i] == (i < at ? i : i + 1) * 1234567);
      list_free(&list);
    }
}

int main(void) {
  inserts();
  finds();
  removes_the_last();
  removes_the_first();
  removes_any();
  return failures == 0 ? 0 : 1;
}

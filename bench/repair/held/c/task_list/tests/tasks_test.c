#include "tasks.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  TaskList list = {NULL, 0};
  CHECK(tasks_add(&list, 1, 5));
  CHECK(tasks_add(&list, 2, 9));
  CHECK(tasks_add(&list, 3, 5));
  CHECK(list.first->id == 2);
  CHECK(list.first->next->id == 1);
  CHECK(list.count == 3);
  CHECK(tasks_remove(&list, 2));
  CHECK(list.first->id == 1);
  CHECK(list.count == 2);
  CHECK(!tasks_remove(&list, 2));
  tasks_clear(&list);
  CHECK(list.first == NULL);
  return failures == 0 ? 0 : 1;
}

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
  for (int i = 0; i < 20; ++i) CHECK(tasks_add(&list, i, i % 4));
  CHECK(list.count == 20);
  int last = 99;
  for (Task *task = list.first; task != NULL; task = task->next) {
    CHECK(task->priority <= last);
    last = task->priority;
  }
  CHECK(!tasks_remove(&list, 20));
  CHECK(list.count == 20);
  for (int i = 0; i < 20; i += 2) CHECK(tasks_remove(&list, i));
  CHECK(list.count == 10);
  tasks_clear(&list);
  CHECK(list.count == 0);
  CHECK(list.first == NULL);
  return failures == 0 ? 0 : 1;
}

#include "tasks.h"

#include <stdlib.h>

int tasks_add(TaskList *list, int id, int priority) {
  Task *task = malloc(sizeof *task);
  if (task == NULL) return 0;
  task->id = id;
  task->priority = priority;
  Task **at = &list->first;
  while (*at != NULL && (*at)->priority >= priority) at = &(*at)->next;
  task->next = *at;
  *at = task;
  ++list->count;
  return 1;
}

int tasks_remove(TaskList *list, int id) {
  for (Task **at = &list->first; *at != NULL; at = &(*at)->next) {
    if ((*at)->id != id) continue;
    Task *gone = *at;
    *at = gone->next;
    free(gone);
    return 1;
  }
  return 0;
}

void tasks_clear(TaskList *list) {
  while (list->first != NULL) tasks_remove(list, list->first->id);
}

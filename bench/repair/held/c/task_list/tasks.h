#pragma once

typedef struct Task {
  int id;
  int priority;
  struct Task *next;
} Task;

typedef struct {
  Task *first;  // the highest priority first, the oldest first among equals
  int count;
} TaskList;

int tasks_add(TaskList *list, int id, int priority);
int tasks_remove(TaskList *list, int id);  // 0 if it is not there
void tasks_clear(TaskList *list);

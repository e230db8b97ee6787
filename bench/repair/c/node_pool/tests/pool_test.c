#include "pool.h"

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

static void takes_all(void) {
  Pool pool;
  pool_init(&pool);
  for (int i = 0; i < POOL_SIZE; ++i) CHECK(pool_take(&pool, i) != NULL);
  CHECK(pool_take(&pool, 9) == NULL);
  CHECK(pool.used == POOL_SIZE);
}

static void counts(void) {
  Pool pool;
  pool_init(&pool);
  Node *node = pool_take(&pool, 1);
  CHECK(pool.used == 1);
  pool_give(&pool, node);
  pool_give(&pool, NULL);
  CHECK(pool.used == 0);
}

static void gives_and_takes(void) {
  Pool pool;
  pool_init(&pool);
  Node *a = pool_take(&pool, 1);
  pool_give(&pool, a);
  Node *b = pool_take(&pool, 2);
  Node *c = pool_take(&pool, 3);
  CHECK(b != NULL && c != NULL && b != c);
  CHECK(b->value == 2);
}

static void stack(void) {
  Pool pool;
  pool_init(&pool);
  Stack stack = {&pool, NULL};
  int value = 0;
  CHECK(stack_push(&stack, 1) && stack_push(&stack, 2));
  CHECK(stack_pop(&stack, &value) && value == 2);
  CHECK(stack_pop(&stack, &value) && value == 1);
  CHECK(!stack_pop(&stack, &value));
}

int main(int argc, char** argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (strcmp(name, "takes_all") == 0) takes_all();
  if (strcmp(name, "counts") == 0) counts();
  if (strcmp(name, "gives_and_takes") == 0) gives_and_takes();
  if (strcmp(name, "stack") == 0) stack();
  return failures == 0 ? 0 : 1;
}

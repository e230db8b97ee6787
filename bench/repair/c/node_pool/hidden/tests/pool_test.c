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

static void all_come_back(void) {
  Pool pool;
  pool_init(&pool);
  Node *nodes[POOL_SIZE];
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < POOL_SIZE; ++i) {
      nodes[i] = pool_take(&pool, i);
      CHECK(nodes[i] != NULL);
    }
    for (int i = 0; i < POOL_SIZE; ++i) CHECK(nodes[i] != NULL && nodes[i]->value == i && nodes[i]->next == NULL);
    CHECK(pool_take(&pool, 0) == NULL);
    for (int i = 0; i < POOL_SIZE; ++i) pool_give(&pool, nodes[(i * 3 + round) % POOL_SIZE]);
    CHECK(pool.used == 0);
  }
  Stack a = {&pool, NULL}, b = {&pool, NULL};
  int value = 0;
  for (int i = 0; i < 20; ++i) {
    CHECK(stack_push(&a, i) && stack_push(&b, -i) && stack_push(&b, 100));
    CHECK(stack_pop(&b, &value) && value == 100);
    CHECK(stack_pop(&a, &value) && value == i);
    CHECK(stack_pop(&b, &value) && value == -i);
  }
  CHECK(a.top == NULL && b.top == NULL && pool.used == 0);
}

int main(void) {
  takes_all();
  counts();
  gives_and_takes();
  stack();
  all_come_back();
  return failures == 0 ? 0 : 1;
}

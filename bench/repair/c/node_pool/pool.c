#include "pool.h"

#include <stddef.h>

void pool_init(Pool *pool) {
  pool->free = NULL;
  pool->used = 0;
  for (int i = POOL_SIZE - 1; i >= 0; --i) {
    pool->nodes[i].next = pool->free;
    pool->free = &pool->nodes[i];
  }
}

Node *pool_take(Pool *pool, int value) {
  Node *node = pool->free;
  if (node == NULL) return NULL;
  pool->free = node->next;
  node->value = value;
  node->next = NULL;
  ++pool->used;
  return node;
}

void pool_give(Pool *pool, Node *node) {
  if (node == NULL) return;
  pool->free = node;
  node->next = pool->free;
  --pool->used;
}

int stack_push(Stack *stack, int value) {
  Node *node = pool_take(stack->pool, value);
  if (node == NULL) return 0;
  node->next = stack->top;
  stack->top = node;
  return 1;
}

int stack_pop(Stack *stack, int *value) {
  Node *node = stack->top;
  if (node == NULL) return 0;
  *value = node->value;
  stack->top = node->next;
  pool_give(stack->pool, node);
  return 1;
}

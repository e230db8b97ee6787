#pragma once

#define POOL_SIZE 8

typedef struct Node {
  int value;
  struct Node *next;
} Node;

/* Nodes without malloc: those that are free are in a list. */
typedef struct {
  Node nodes[POOL_SIZE];
  Node *free;
  int used;
} Pool;

void pool_init(Pool *pool);
Node *pool_take(Pool *pool, int value);   /* NULL if none is left */
void pool_give(Pool *pool, Node *node);

/* A stack of nodes from a pool. */
typedef struct {
  Pool *pool;
  Node *top;
} Stack;

int stack_push(Stack *stack, int value);
int stack_pop(Stack *stack, int *value);

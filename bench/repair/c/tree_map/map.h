#pragma once

#include <stddef.h>

/// A sorted map from numbers to numbers, as a binary search tree.
typedef struct MapNode {
  long key, value;
  struct MapNode *left, *right;
} MapNode;

typedef struct {
  MapNode *root;
  size_t count;
} Map;

typedef void (*MapVisitor)(void *context, long key, long value);

void map_init(Map *map);
void map_clear(Map *map);
/// Sets the value of a key; 0 if there is no memory.
int map_put(Map *map, long key, long value);
int map_get(const Map *map, long key, long *value);
int map_remove(Map *map, long key);
/// The largest key that is not above `key`; 0 if there is none.
int map_floor(const Map *map, long key, long *found);
/// The least key that is not below `key`.
int map_ceiling(const Map *map, long key, long *found);
/// Visits the keys low .. high in their order.
void map_range(const Map *map, long low, long high, MapVisitor visit, void *context);
/// How many keys are less than `key`.
size_t map_rank(const Map *map, long key);

#include "map.h"

#include <stdlib.h>

void map_init(Map *map) {
  map->root = NULL;
  map->count = 0;
}

static void free_nodes(MapNode *node) {
  if (!node) return;
  free_nodes(node->left);
  free_nodes(node->right);
  free(node);
}

void map_clear(Map *map) {
  free_nodes(map->root);
  map_init(map);
}

/// The link that holds the node of the key, or that would hold it.
static MapNode **find(MapNode **link, long key) {
  while (*link && (*link)->key != key) link = key < (*link)->key ? &(*link)->left : &(*link)->right;
  return link;
}

int map_put(Map *map, long key, long value) {
  MapNode **link = find(&map->root, key);
  if (!*link) {
    MapNode *node = calloc(1, sizeof *node);
    if (!node) return 0;
    node->key = key;
    *link = node;
    ++map->count;
  }
  (*link)->value = value;
  return 1;
}

int map_get(const Map *map, long key, long *value) {
  Map copy = *map;
  MapNode *node = *find(&copy.root, key);
  if (!node) return 0;
  *value = node->value;
  return 1;
}

int map_remove(Map *map, long key) {
  MapNode **link = find(&map->root, key);
  MapNode *node = *link;
  if (!node) return 0;
  if (node->left && node->right) {
    MapNode **next = &node->right;
    while ((*next)->left) next = &(*next)->left;
    MapNode *successor = *next;
    node->key = successor->key;
    node->value = successor->value;
    *next = NULL;
    free(successor);
  } else {
    *link = node->left ? node->left : node->right;
    free(node);
  }
  --map->count;
  return 1;
}

int map_floor(const Map *map, long key, long *found) {
  int any = 0;
  const MapNode *node = map->root;
  while (node) {
    if (node->key <= key) {
      *found = node->key;
      any = 1;
      node = node->right;
    } else {
      node = node->left;
    }
  }
  return any;
}

int map_ceiling(const Map *map, long key, long *found) {
  int any = 0;
  const MapNode *node = map->root;
  while (node) {
    if (node->key >= key) {
      *found = node->key;
      any = 1;
      node = node->left;
    } else {
      node = node->right;
    }
  }
  return any;
}

static void visit_range(const MapNode *node, long low, long high, MapVisitor visit, void *context) {
  if (!node) return;
  if (node->key > low) visit_range(node->left, low, high, visit, context);
  if (node->key >= low && node->key <= high) visit(context, node->key, node->value);
  if (node->key < high) visit_range(node->right, low, high, visit, context);
}

void map_range(const Map *map, long low, long high, MapVisitor visit, void *context) {
  visit_range(map->root, low, high, visit, context);
}

static void count_one(void *context, long key, long value) {
  (void)key;
  (void)value;
  ++*(size_t *)context;
}

size_t map_rank(const Map *map, long key) {
  long least;
  size_t count = 0;
  if (!map_ceiling(map, key, &least)) return map->count;
  const MapNode *node = map->root;
  while (node->left) node = node->left;
  if (node->key < least) map_range(map, node->key, least - 1, count_one, &count);
  return count;
}

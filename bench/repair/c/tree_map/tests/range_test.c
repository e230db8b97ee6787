#include "map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static void add(void *context, long key, long value) {
  (void)value;
  *(long *)context = *(long *)context * 10 + key;
}
int main(void) {
  static const long keys[] = {4, 1, 7, 3, 5, 9};
  Map map;
  long seen = 0;
  map_init(&map);
  for (int i = 0; i < 6; ++i) map_put(&map, keys[i], 0);
  map_range(&map, 3, 7, add, &seen);
  CHECK(seen == 3457);
  map_clear(&map);
  return failures == 0 ? 0 : 1;
}

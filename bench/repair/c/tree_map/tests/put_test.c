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

int main(void) {
  Map map;
  long value = 0;
  map_init(&map);
  CHECK(map_put(&map, 5, 50) && map_put(&map, 2, 20) && map_put(&map, 9, 90));
  CHECK(map_put(&map, 2, 21));
  CHECK(map.count == 3);
  CHECK(map_get(&map, 2, &value) && value == 21);
  CHECK(!map_get(&map, 3, &value));
  map_clear(&map);
  CHECK(map.count == 0 && !map_get(&map, 5, &value));
  return failures == 0 ? 0 : 1;
}

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
  static const long keys[] = {50, 30, 70, 20, 40, 60, 80, 65};
  Map map;
  long value;
  map_init(&map);
  for (int i = 0; i < 8; ++i) map_put(&map, keys[i], keys[i] * 10);
  CHECK(map_remove(&map, 20));
  CHECK(map_remove(&map, 30));
  CHECK(!map_remove(&map, 30));
  CHECK(map_get(&map, 40, &value) && value == 400);
  CHECK(map_remove(&map, 50));
  CHECK(map.count == 5);
  CHECK(map_get(&map, 60, &value) && value == 600);
  CHECK(map_get(&map, 65, &value) && value == 650);
  map_clear(&map);
  return failures == 0 ? 0 : 1;
}

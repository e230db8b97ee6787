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
  long found = 0;
  map_init(&map);
  CHECK(!map_floor(&map, 1, &found));
  for (long key = 10; key <= 50; key += 10) map_put(&map, key, 0);
  CHECK(map_floor(&map, 34, &found) && found == 30);
  CHECK(map_floor(&map, 30, &found) && found == 30);
  CHECK(!map_floor(&map, 9, &found));
  CHECK(map_ceiling(&map, 31, &found) && found == 40);
  CHECK(!map_ceiling(&map, 51, &found));
  CHECK(map_rank(&map, 30) == 2 && map_rank(&map, 99) == 5 && map_rank(&map, 1) == 0);
  map_clear(&map);
  return failures == 0 ? 0 : 1;
}

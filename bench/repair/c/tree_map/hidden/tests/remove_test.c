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
  unsigned seed = 3;
  for (int round = 0; round < 200; ++round) {
    Map map;
    int inside[40] = {0};
    size_t count = 0;
    long value;
    map_init(&map);
    for (int step = 0; step < 120; ++step) {
      seed = seed * 1103515245u + 12345u;
      int key = (int)(seed >> 16) % 40;
      if (step < 40 || step % 3 == 0) {
        CHECK(map_put(&map, key, key + 100));
        count += !inside[key];
        inside[key] = 1;
      } else {
        CHECK(map_remove(&map, key) == inside[key]);
        count -= inside[key];
        inside[key] = 0;
      }
      CHECK(map.count == count);
      for (int k = 0; k < 40; ++k) {
        CHECK(map_get(&map, k, &value) == inside[k]);
        if (inside[k]) CHECK(value == k + 100);
      }
      if (failures > 5) return 1;
    }
    map_clear(&map);
  }
  return failures == 0 ? 0 : 1;
}

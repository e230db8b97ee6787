#include "arena.h"

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

static unsigned char block[64];

int main(void) {
  Arena arena;
  arena_init(&arena, block, sizeof block);
  CHECK(arena_take(&arena, 1, 1) == block);
  CHECK(arena_take(&arena, 1, 16) == block + 16);
  CHECK(arena.used == 17 && arena.most == 17);
  CHECK(arena_left(&arena) == 47);
  CHECK(arena_take(&arena, 4, 4) == block + 20);
  CHECK(arena_take(&arena, 8, 8) == block + 24);
  CHECK(arena.used == 32);
  CHECK(arena_take(&arena, 32, 32) == block + 32);
  CHECK(arena_left(&arena) == 0);
  CHECK(arena_take(&arena, 0, 1) == block + 64);
  CHECK(arena_take(&arena, 1, 1) == NULL);

  arena_init(&arena, block, 10);
  CHECK(arena_text(&arena, "12345678") != NULL);
  CHECK(arena.used == 9);
  CHECK(arena_take(&arena, 1, 16) == NULL);
  CHECK(arena.used == 9 && arena.most == 9);
  CHECK(arena_text(&arena, "a") == NULL);
  CHECK(arena_text(&arena, "") == (char *)block + 9);
  CHECK(arena_left(&arena) == 0);
  arena_reset(&arena, 3);
  CHECK(arena.used == 3 && arena.most == 10);
  arena_reset(&arena, 5);
  CHECK(arena.used == 3);
  CHECK(arena_take(&arena, 2, 4) == block + 4);
  CHECK(arena.used == 6 && arena.most == 10);
  return failures == 0 ? 0 : 1;
}

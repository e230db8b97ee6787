#include "arena.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static _Alignas(64) unsigned char memory[64];

int main(void) {
  Arena arena;
  arena_init(&arena, memory, sizeof memory);
  CHECK(arena_take(&arena, 1, 1) == memory);
  CHECK(arena_take(&arena, 4, 4) == memory + 4);
  CHECK(arena_take(&arena, 8, 8) == memory + 8);
  size_t mark = arena_mark(&arena);
  CHECK(mark == 16);
  CHECK(arena_take(&arena, 49, 1) == NULL);
  CHECK(arena_take(&arena, 48, 16) == memory + 16);
  CHECK(arena_take(&arena, 1, 1) == NULL);
  arena_release(&arena, mark);
  CHECK(arena_take(&arena, 1, 2) == memory + 16);
  return failures == 0 ? 0 : 1;
}

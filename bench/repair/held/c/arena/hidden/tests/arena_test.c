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
  for (size_t align = 1; align <= 32; align *= 2)
    for (size_t before = 0; before <= 32; ++before) {
      arena_init(&arena, memory, sizeof memory);
      if (before > 0) CHECK(arena_take(&arena, before, 1) == memory);
      unsigned char *at = arena_take(&arena, 1, align);
      size_t wanted = (before + align - 1) / align * align;
      CHECK(at == memory + wanted);
      CHECK(arena_mark(&arena) == wanted + 1);
    }
  arena_init(&arena, memory, 10);
  CHECK(arena_take(&arena, 9, 1) != NULL);
  CHECK(arena_take(&arena, 0, 16) == NULL);
  return failures == 0 ? 0 : 1;
}

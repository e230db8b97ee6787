#include "arena.h"

#include <string.h>

void arena_init(Arena *arena, void *block, size_t size) {
  arena->block = block;
  arena->size = size;
  arena->used = 0;
  arena->most = 0;
}

static size_t align_up(size_t at, size_t alignment) { return (at + alignment - 1) & ~(alignment - 1); }

static void set_used(Arena *arena, size_t used) {
  arena->used = used;
  if (used > arena->most) arena->most = used;
}

void *arena_take(Arena *arena, size_t size, size_t alignment) {
  size_t begin = align_up(arena->used, alignment);
  if (begin > arena->size || size > arena->size - begin) return NULL;
  set_used(arena, arena->used + size);
  return arena->block + begin;
}

char *arena_text(Arena *arena, const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = arena_take(arena, size, 1);
  if (copy) memcpy(copy, text, size);
  return copy;
}

size_t arena_left(const Arena *arena) { return arena->size - arena->used; }

size_t arena_mark(const Arena *arena) { return arena->used; }

void arena_reset(Arena *arena, size_t mark) {
  if (mark < arena->used) arena->used = mark;
}

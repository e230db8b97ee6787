#include "arena.h"

#include <stdint.h>

void arena_init(Arena *arena, void *memory, size_t size) {
  arena->memory = memory;
  arena->size = size;
  arena->used = 0;
}

static size_t round_up(size_t value, size_t align) {
  return (value + align) & ~(align - 1);
}

void *arena_take(Arena *arena, size_t size, size_t align) {
  size_t begin = round_up(arena->used, align);
  if (begin > arena->size || size > arena->size - begin) return NULL;
  arena->used = begin + size;
  return arena->memory + begin;
}

size_t arena_mark(const Arena *arena) {
  return arena->used;
}

void arena_release(Arena *arena, size_t mark) {
  if (mark < arena->used) arena->used = mark;
}

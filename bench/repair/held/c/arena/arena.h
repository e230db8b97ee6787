#pragma once
#include <stddef.h>

typedef struct {
  unsigned char *memory;
  size_t size, used;
} Arena;

void arena_init(Arena *arena, void *memory, size_t size);
// `align` is a power of two. NULL if there is no room.
void *arena_take(Arena *arena, size_t size, size_t align);
size_t arena_mark(const Arena *arena);
void arena_release(Arena *arena, size_t mark);

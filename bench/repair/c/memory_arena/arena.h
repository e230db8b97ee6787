#pragma once

#include <stddef.h>

/// Memory that is taken piece by piece from one block and given back all together.
typedef struct {
  unsigned char *block;
  size_t size;
  size_t used;
  size_t most;  // that was ever used
} Arena;

void arena_init(Arena *arena, void *block, size_t size);
/// `alignment` is a power of two, counted from the beginning of the block. NULL if there is no room.
void *arena_take(Arena *arena, size_t size, size_t alignment);
char *arena_text(Arena *arena, const char *text);
size_t arena_left(const Arena *arena);
size_t arena_mark(const Arena *arena);
/// Gives back all that was taken since the mark.
void arena_reset(Arena *arena, size_t mark);

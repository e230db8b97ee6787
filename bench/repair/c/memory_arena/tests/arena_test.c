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

static void takes(void) {
  Arena arena;
  arena_init(&arena, block, sizeof block);
  CHECK(arena_take(&arena, 8, 8) == block);
  CHECK(arena_take(&arena, 16, 4) == block + 8);
  CHECK(arena_left(&arena) == 40);
  CHECK(arena_take(&arena, 41, 1) == NULL);
  CHECK(arena_take(&arena, 40, 8) == block + 24);
  CHECK(arena_left(&arena) == 0);
}

static void aligns(void) {
  Arena arena;
  arena_init(&arena, block, sizeof block);
  char *name = arena_text(&arena, "ab");
  int *numbers = arena_take(&arena, 2 * sizeof(int), 4);
  CHECK((unsigned char *)numbers == block + 4);
  char *other = arena_text(&arena, "xyz");
  numbers[0] = 1;
  numbers[1] = 2;
  CHECK(strcmp(name, "ab") == 0);
  CHECK(strcmp(other, "xyz") == 0);
}

static void resets(void) {
  Arena arena;
  arena_init(&arena, block, sizeof block);
  arena_take(&arena, 8, 8);
  size_t mark = arena_mark(&arena);
  arena_take(&arena, 24, 8);
  arena_reset(&arena, mark);
  CHECK(arena_left(&arena) == 56);
  CHECK(arena.most == 32);
  CHECK(arena_take(&arena, 4, 4) == block + 8);
}

int main(void) {
  takes();
  aligns();
  resets();
  return failures == 0 ? 0 : 1;
}

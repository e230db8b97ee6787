#include "gap.h"

#include <stdlib.h>
#include <string.h>

int gap_init(Gap *gap, size_t capacity) {
  if (capacity < 4) capacity = 4;
  gap->data = malloc(capacity);
  gap->capacity = gap->data ? capacity : 0;
  gap->start = 0;
  gap->end = gap->capacity;
  return gap->data != NULL;
}

void gap_free(Gap *gap) {
  free(gap->data);
  gap->data = NULL;
  gap->capacity = gap->start = gap->end = 0;
}

size_t gap_length(const Gap *gap) {
  return gap->capacity - (gap->end - gap->start);
}

char gap_at(const Gap *gap, size_t index) {
  if (index >= gap_length(gap)) return '\0';
  return gap->data[index < gap->start ? index : index + (gap->end - gap->start)];
}

void gap_move(Gap *gap, size_t index) {
  if (index > gap_length(gap)) index = gap_length(gap);
  if (index < gap->start) {
    size_t count = gap->start - index;
    memmove(gap->data + gap->end - count, gap->data + index, count);
    gap->start -= count;
    gap->end -= count;
  } else if (index > gap->start) {
    size_t count = index - gap->start;
    memmove(gap->data + gap->start, gap->data + gap->end, count);
    gap->start += count;
    gap->end += count;
  }
}

static int reserve(Gap *gap, size_t room) {
  if (gap->end - gap->start >= room) return 1;
  size_t behind = gap->capacity - gap->end;
  size_t capacity = gap->capacity * 2;
  while (capacity < gap_length(gap) + room) capacity *= 2;
  char *data = realloc(gap->data, capacity);
  if (!data) return 0;
  memmove(data + capacity - behind, data + gap->end, behind);
  gap->data = data;
  gap->end = capacity - behind;
  gap->capacity = capacity;
  return 1;
}

int gap_insert(Gap *gap, const char *text) {
  size_t length = strlen(text);
  if (!reserve(gap, length)) return 0;
  memcpy(gap->data + gap->start, text, length);
  gap->start += length;
  return 1;
}

size_t gap_delete_before(Gap *gap, size_t count) {
  if (count > gap->start) count = gap->start;
  gap->start -= count;
  return count;
}

size_t gap_delete_after(Gap *gap, size_t count) {
  size_t behind = gap->capacity - gap->end;
  if (count > behind) count = behind;
  gap->end += count;
  return count;
}

void gap_text(const Gap *gap, char *to, size_t size) {
  if (size == 0) return;
  size_t i = 0;
  for (; i + 1 < size && i < gap_length(gap); ++i) to[i] = gap_at(gap, i);
  to[i] = '\0';
}

void gap_position(const Gap *gap, size_t *line, size_t *column) {
  *line = *column = 0;
  for (size_t i = 0; i < gap->start; ++i) {
    if (gap->data[i] == '\n') {
      ++*line;
      *column = 0;
    } else {
      ++*column;
    }
  }
}

void gap_home(Gap *gap) {
  size_t index = gap->start;
  while (index > 0 && gap_at(gap, index) != '\n') --index;
  gap_move(gap, index);
}

void gap_line_end(Gap *gap) {
  size_t index = gap->start;
  while (index < gap_length(gap) && gap_at(gap, index) != '\n') ++index;
  gap_move(gap, index);
}

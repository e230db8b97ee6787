#pragma once

#include <stddef.h>

/// The text of an editor, with a gap at the cursor.
typedef struct {
  char *data;
  size_t capacity;
  size_t start;   // of the gap; this is the cursor
  size_t end;     // of the gap
} Gap;

int gap_init(Gap *gap, size_t capacity);
void gap_free(Gap *gap);
size_t gap_length(const Gap *gap);
char gap_at(const Gap *gap, size_t index);
/// Puts the cursor before the character `index`, at most to the end.
void gap_move(Gap *gap, size_t index);
int gap_insert(Gap *gap, const char *text);
/// Deletes up to `count` characters before or after the cursor; how many they were.
size_t gap_delete_before(Gap *gap, size_t count);
size_t gap_delete_after(Gap *gap, size_t count);
/// Copies the text with a zero behind it, cut to the size.
void gap_text(const Gap *gap, char *to, size_t size);
/// Line and column of the cursor, both from 0.
void gap_position(const Gap *gap, size_t *line, size_t *column);
/// Puts the cursor to the start or the end of its line.
void gap_home(Gap *gap);
void gap_line_end(Gap *gap);

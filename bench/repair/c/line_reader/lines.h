#pragma once

#include <stddef.h>

/// Reads a text line by line; a line ends with "\n" or "\r\n", the last one with the text as well.
typedef struct {
  const char *at;
  int number;  // of the line read last, from 1
} LineReader;

void lines_open(LineReader *reader, const char *text);
/// The next line without its end, cut to `size - 1` bytes. 0 when there is none.
int lines_next(LineReader *reader, char *line, size_t size);
int lines_count(const char *text);
/// The number of the first line that is just `wanted`, or 0.
int lines_find(const char *text, const char *wanted);

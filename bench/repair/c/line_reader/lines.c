#include "lines.h"

#include <string.h>

void lines_open(LineReader *reader, const char *text) {
  reader->at = text;
  reader->number = 0;
}

static void copy_cut(char *to, size_t size, const char *from, size_t length) {
  if (length >= size) length = size - 1;
  memcpy(to, from, length);
  to[length] = '\0';
}

int lines_next(LineReader *reader, char *line, size_t size) {
  if (*reader->at == '\0') return 0;
  const char *end = strchr(reader->at, '\n');
  if (!end) return 0;
  const char *next = *end ? end + 1 : end;
  if (end > reader->at && end[-1] == '\r') --end;
  copy_cut(line, size, reader->at, (size_t)(end - reader->at));
  reader->at = next;
  ++reader->number;
  return 1;
}

int lines_count(const char *text) {
  LineReader reader;
  char line[8];
  lines_open(&reader, text);
  while (lines_next(&reader, line, sizeof line)) {
  }
  return reader.number;
}

int lines_find(const char *text, const char *wanted) {
  LineReader reader;
  char line[256];
  lines_open(&reader, text);
  while (lines_next(&reader, line, sizeof line))
    if (strcmp(line, wanted) == 0) return reader.number;
  return 0;
}

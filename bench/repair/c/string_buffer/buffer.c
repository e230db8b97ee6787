#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(Buffer *buffer) {
  buffer->data = NULL;
  buffer->length = 0;
  buffer->capacity = 0;
}

static int reserve(Buffer *buffer, size_t length) {
  if (length + 1 <= buffer->capacity) return 0;
  size_t capacity = buffer->capacity == 0 ? 16 : buffer->capacity;
  while (capacity < length) capacity *= 2;
  char *data = realloc(buffer->data, capacity);
  if (data == NULL) return -1;
  buffer->data = data;
  buffer->capacity = capacity;
  return 0;
}

int buffer_append(Buffer *buffer, const char *text) {
  size_t more = strlen(text);
  if (reserve(buffer, buffer->length + more) != 0) return -1;
  memcpy(buffer->data + buffer->length, text, more + 1);
  buffer->length += more;
  return 0;
}

int buffer_append_number(Buffer *buffer, long number) {
  char text[32];
  snprintf(text, sizeof text, "%ld", number);
  return buffer_append(buffer, text);
}

void buffer_free(Buffer *buffer) {
  free(buffer->data);
  buffer_init(buffer);
}

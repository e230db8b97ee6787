#pragma once
#include <stddef.h>

typedef struct {
  char *data;      // always ends with a NUL
  size_t length;
  size_t capacity; // bytes of data, the NUL included
} Buffer;

void buffer_init(Buffer *buffer);
int buffer_append(Buffer *buffer, const char *text);
int buffer_append_number(Buffer *buffer, long number);
void buffer_free(Buffer *buffer);

#include "buffer.h"

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

int main(void) {
  Buffer buffer;
  buffer_init(&buffer);
  CHECK(buffer_append(&buffer, "abc") == 0);
  CHECK(strcmp(buffer.data, "abc") == 0);
  CHECK(buffer_append_number(&buffer, -42) == 0);
  CHECK(strcmp(buffer.data, "abc-42") == 0);
  CHECK(buffer.capacity > buffer.length);
  CHECK(buffer_append(&buffer, "0123456789") == 0);
  CHECK(buffer.length == 16);
  CHECK(buffer.capacity > buffer.length);
  buffer_free(&buffer);
  return failures == 0 ? 0 : 1;
}

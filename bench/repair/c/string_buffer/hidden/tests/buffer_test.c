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
  char wanted[200] = "";
  for (int i = 0; i < 100; ++i) {
    CHECK(buffer_append(&buffer, "x") == 0);
    wanted[i] = 'x';
    CHECK(strcmp(buffer.data, wanted) == 0);
    CHECK(buffer.capacity >= buffer.length + 1);
    CHECK(buffer.capacity <= 2 * (buffer.length + 1) || buffer.capacity == 16);
  }
  CHECK(buffer.capacity == 128);
  buffer_free(&buffer);
  CHECK(buffer.data == NULL && buffer.length == 0);
  CHECK(buffer_append(&buffer, "0123456789012345") == 0);
  CHECK(buffer.capacity == 32);
  buffer_free(&buffer);
  return failures == 0 ? 0 : 1;
}

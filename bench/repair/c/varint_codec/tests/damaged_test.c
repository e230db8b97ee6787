#include "message.h"

#include <stdio.h>
#include <stdlib.h>
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
  uint8_t data[32];
  Writer writer;
  Reader reader;
  Field field;
  writer_init(&writer, data, sizeof data);
  write_bytes(&writer, 3, "message", 7);
  reader_init(&reader, data, 1);
  CHECK(!read_field(&reader, &field) && reader.failed);
  reader_init(&reader, data, 5);
  CHECK(!read_field(&reader, &field) && reader.failed);
  reader_init(&reader, data, writer.length - 1);
  CHECK(!read_field(&reader, &field));
  CHECK(reader.failed);
  return failures == 0 ? 0 : 1;
}

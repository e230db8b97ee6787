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
  uint8_t data[64];
  Writer writer;
  Reader reader;
  Field field;
  writer_init(&writer, data, sizeof data);
  write_number(&writer, 1, -77);
  write_bytes(&writer, 2, "Ada", 3);
  write_number(&writer, 1, 5);
  CHECK(!writer.failed && writer.length == 10);
  reader_init(&reader, data, writer.length);
  CHECK(read_field(&reader, &field) && field.number == 1 && field.kind == FIELD_NUMBER && field.value == -77);
  CHECK(read_field(&reader, &field) && field.number == 2 && field.length == 3);
  CHECK(memcmp(field.bytes, "Ada", 3) == 0);
  CHECK(read_field(&reader, &field) && !read_field(&reader, &field) && !reader.failed);
  CHECK(find_field(data, writer.length, 1, FIELD_NUMBER, &field) && field.value == 5);
  CHECK(!find_field(data, writer.length, 2, FIELD_NUMBER, &field));
  writer_init(&writer, data, 4);
  write_bytes(&writer, 1, "long", 4);
  CHECK(writer.failed);
  return failures == 0 ? 0 : 1;
}

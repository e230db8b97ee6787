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
  size_t ends[4];
  writer_init(&writer, data, sizeof data);
  write_bytes(&writer, 1, "", 0);
  ends[0] = writer.length;
  write_bytes(&writer, 2, "0123456789", 10);
  ends[1] = writer.length;
  write_number(&writer, 3, 1000);
  ends[2] = writer.length;
  write_bytes(&writer, 4, "ab", 2);
  ends[3] = writer.length;
  for (size_t size = 0; size <= writer.length; ++size) {
    int whole = size == 0, count = 0, want = 0;
    for (int i = 0; i < 4; ++i) {
      whole |= size == ends[i];
      want += ends[i] <= size;
    }
    reader_init(&reader, data, size);
    while (read_field(&reader, &field)) {
      ++count;
      CHECK(reader.at <= size);
      if (count > 4) return 1;
    }
    CHECK(count == want);
    CHECK(reader.failed == !whole);
    CHECK(find_field(data, size, 1, FIELD_BYTES, &field) == (whole && size > 0));
  }
  static const uint8_t huge[] = {3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1};
  reader_init(&reader, huge, sizeof huge);
  CHECK(!read_field(&reader, &field) && reader.failed);
  return failures == 0 ? 0 : 1;
}

#include "packet.h"

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
  static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7};
  static const uint8_t hello[] = {5, 'h', 'e', 'l', 'l', 'o'};
  PacketReader reader;
  char text[8];
  packet_open(&reader, bytes, sizeof bytes);
  CHECK(packet_number(&reader, 1) == 1);
  CHECK(packet_number(&reader, 2) == 0x0203);
  CHECK(packet_left(&reader) == 4);
  CHECK(packet_number(&reader, 4) == 0x04050607);
  CHECK(!reader.failed);
  CHECK(packet_number(&reader, 1) == 0);
  CHECK(reader.failed);
  packet_open(&reader, hello, sizeof hello);
  CHECK(packet_text(&reader, text, sizeof text));
  CHECK(strcmp(text, "hello") == 0);
  packet_open(&reader, hello, sizeof hello);
  CHECK(!packet_text(&reader, text, 5));
  return failures == 0 ? 0 : 1;
}

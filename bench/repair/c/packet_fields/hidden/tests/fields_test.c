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
  static const uint8_t bytes[] = {2, 'a', 'b', 0, 3, 'x', 'y', 'z', 0xFF, 0xFE, 4, 'q'};
  PacketReader reader;
  char text[4];
  packet_open(&reader, bytes, sizeof bytes);
  CHECK(packet_text(&reader, text, sizeof text) && strcmp(text, "ab") == 0);
  CHECK(packet_left(&reader) == 9);
  CHECK(packet_text(&reader, text, sizeof text) && strcmp(text, "") == 0);
  CHECK(packet_left(&reader) == 8);
  CHECK(packet_text(&reader, text, sizeof text) && strcmp(text, "xyz") == 0);
  CHECK(packet_left(&reader) == 4);
  CHECK(packet_number(&reader, 2) == 0xFFFE);
  CHECK(!packet_text(&reader, text, sizeof text));
  CHECK(reader.failed && strcmp(text, "") == 0);
  CHECK(packet_number(&reader, 1) == 0);
  CHECK(packet_number(&reader, 0) == 0);
  packet_open(&reader, bytes + 4, 3);
  CHECK(!packet_text(&reader, text, sizeof text) && reader.failed);
  packet_open(&reader, bytes + 4, 4);
  CHECK(!packet_text(&reader, text, 3) && reader.failed);
  packet_open(&reader, bytes, 0);
  CHECK(!packet_text(&reader, text, sizeof text) && reader.failed);
  return failures == 0 ? 0 : 1;
}

#include "packet.h"

#include <string.h>

void packet_open(PacketReader *reader, const uint8_t *bytes, size_t count) {
  reader->at = bytes;
  reader->end = bytes + count;
  reader->failed = 0;
}

size_t packet_left(const PacketReader *reader) { return (size_t)(reader->end - reader->at); }

static int need(PacketReader *reader, size_t count) {
  if (packet_left(reader) < count) reader->failed = 1;
  return !reader->failed;
}

uint32_t packet_number(PacketReader *reader, int bytes) {
  uint32_t value = 0;
  if (!need(reader, (size_t)bytes)) return 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | *reader->at++;
  return value;
}

int packet_text(PacketReader *reader, char *to, size_t size) {
  uint32_t length = packet_number(reader, 1);
  to[0] = '\0';
  if (length >= size) reader->failed = 1;
  if (!need(reader, length)) return 0;
  memcpy(to, reader->at, length);
  to[length] = '\0';
  return 1;
}

int packet_announcement(const uint8_t *bytes, size_t count, Announcement *to) {
  PacketReader reader;
  packet_open(&reader, bytes, count);
  to->version = (uint8_t)packet_number(&reader, 1);
  to->id = (uint16_t)packet_number(&reader, 2);
  packet_text(&reader, to->name, sizeof to->name);
  to->size = packet_number(&reader, 4);
  return !reader.failed && packet_left(&reader) == 0;
}

#pragma once

#include <stddef.h>
#include <stdint.h>

/// Reads the fields of a packet, most significant byte first. After one that does not fit `failed` stays set
/// and every further read gives 0.
typedef struct {
  const uint8_t *at;
  const uint8_t *end;
  int failed;
} PacketReader;

typedef struct {
  uint8_t version;
  uint16_t id;
  char name[16];
  uint32_t size;
} Announcement;

void packet_open(PacketReader *reader, const uint8_t *bytes, size_t count);
uint32_t packet_number(PacketReader *reader, int bytes);
/// A text behind a byte with its length; it fails if it does not fit into `size` bytes with a terminator.
int packet_text(PacketReader *reader, char *to, size_t size);
size_t packet_left(const PacketReader *reader);
/// 1 if the bytes are one announcement with nothing behind it.
int packet_announcement(const uint8_t *bytes, size_t count, Announcement *to);

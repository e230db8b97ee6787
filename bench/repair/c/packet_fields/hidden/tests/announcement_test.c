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
  uint8_t bytes[] = {9, 1, 2, 3, 'a', 'b', 'c', 0x80, 0, 0, 1, 0};
  Announcement one;
  CHECK(packet_announcement(bytes, 11, &one));
  CHECK(one.version == 9 && one.id == 0x0102 && one.size == 0x80000001u);
  CHECK(strcmp(one.name, "abc") == 0);
  CHECK(!packet_announcement(bytes, 12, &one));
  for (size_t count = 0; count < 11; ++count) CHECK(!packet_announcement(bytes, count, &one));
  uint8_t empty[] = {1, 0, 1, 0, 0, 0, 0, 5};
  CHECK(packet_announcement(empty, sizeof empty, &one));
  CHECK(strcmp(one.name, "") == 0 && one.size == 5);
  return failures == 0 ? 0 : 1;
}

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
  static const uint8_t bytes[] = {1, 0, 7, 4, 'd', 'i', 's', 'k', 0, 0, 2, 0};
  Announcement one;
  CHECK(packet_announcement(bytes, sizeof bytes, &one));
  CHECK(one.version == 1 && one.id == 7);
  CHECK(strcmp(one.name, "disk") == 0);
  CHECK(one.size == 512);
  CHECK(!packet_announcement(bytes, sizeof bytes - 1, &one));
  return failures == 0 ? 0 : 1;
}

#include "hex.h"

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

static void encode(void) {
  char text[16];
  hex_encode("Az", 2, text);
  CHECK(strcmp(text, "417a") == 0);
  hex_encode("", 0, text);
  CHECK(strcmp(text, "") == 0);
}

static void encode_any_bytes(void) {
  char text[16];
  hex_encode("\x00\x7f\x80\xff", 4, text);
  CHECK(strcmp(text, "007f80ff") == 0);
}

static void decode(void) {
  char data[8];
  CHECK(hex_decode("4Aff", data) == 2);
  CHECK(data[0] == 'J' && (unsigned char)data[1] == 255);
  CHECK(hex_decode("4", data) == -1);
  CHECK(hex_decode("4g", data) == -1);
}

static void checksum(void) {
  CHECK(hex_checksum("\xff\x02", 2) == 1);
}

int main(void) {
  encode();
  encode_any_bytes();
  decode();
  checksum();
  return failures == 0 ? 0 : 1;
}

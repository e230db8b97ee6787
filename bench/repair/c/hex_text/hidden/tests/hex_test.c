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

static void all_bytes(void) {
  for (int i = 0; i < 256; ++i) {
    char data[2] = {(char)i, 'x'}, text[8], back[4], wanted[8];
    hex_encode(data, 2, text);
    snprintf(wanted, sizeof wanted, "%02x78", i);
    CHECK(strcmp(text, wanted) == 0);
    CHECK(hex_decode(text, back) == 2);
    CHECK(back[0] == data[0] && back[1] == 'x');
  }
}

int main(void) {
  encode();
  encode_any_bytes();
  decode();
  checksum();
  all_bytes();
  return failures == 0 ? 0 : 1;
}

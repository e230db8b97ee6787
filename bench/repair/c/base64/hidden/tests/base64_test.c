#include "base64.h"

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

static int encodes(const char *data, const char *wanted) {
  char text[64];
  base64_encode((const unsigned char *)data, strlen(data), text);
  return strcmp(text, wanted) == 0;
}

static void lengths(void) {
  CHECK(base64_length(0) == 0);
  CHECK(base64_length(1) == 4);
  CHECK(base64_length(3) == 4);
  CHECK(base64_length(4) == 8);
}

static void short_ones(void) {
  CHECK(encodes("", ""));
  CHECK(encodes("f", "Zg=="));
  CHECK(encodes("fe", "ZmU="));
  CHECK(encodes("ab1", "YWIx"));
}

static void longer(void) {
  CHECK(encodes("Hello", "SGVsbG8="));
}

static void decode(void) {
  unsigned char data[16];
  CHECK(base64_decode("Zm9v", data) == 3 && memcmp(data, "foo", 3) == 0);
  CHECK(base64_decode("Zg==", data) == 1 && data[0] == 'f');
  CHECK(base64_decode("Zg=", data) == -1);
  CHECK(base64_decode("Z?==", data) == -1);
}

static void there_and_back(void) {
  CHECK(encodes("foo", "Zm9v"));
  CHECK(encodes("foob", "Zm9vYg=="));
  CHECK(encodes("fooba", "Zm9vYmE="));
  CHECK(encodes("\xff\xff\xff", "////"));
  CHECK(encodes("\xff\xff", "//8="));
  unsigned char data[3], back[4];
  char text[8];
  for (int i = 0; i < 256; ++i)
    for (int n = 1; n <= 3; ++n)
      for (int at = 0; at < 3; ++at) {
        data[0] = data[1] = data[2] = 90;
        data[at] = (unsigned char)i;
        base64_encode(data, (size_t)n, text);
        CHECK(strlen(text) == 4);
        CHECK(base64_decode(text, back) == n && memcmp(data, back, (size_t)n) == 0);
      }
}

int main(void) {
  lengths();
  short_ones();
  longer();
  decode();
  there_and_back();
  return failures == 0 ? 0 : 1;
}

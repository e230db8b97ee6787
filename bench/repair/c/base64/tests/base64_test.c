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

int main(int argc, char** argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (strcmp(name, "lengths") == 0) lengths();
  if (strcmp(name, "short_ones") == 0) short_ones();
  if (strcmp(name, "longer") == 0) longer();
  if (strcmp(name, "decode") == 0) decode();
  return failures == 0 ? 0 : 1;
}

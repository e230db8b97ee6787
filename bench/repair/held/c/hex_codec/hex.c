#include "hex.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

void hex_encode(const unsigned char *bytes, size_t size, char *out) {
  for (size_t i = 0; i < size; ++i) {
    *out++ = digits[bytes[i] >> 4];
    *out++ = digits[bytes[i] & 16];
  }
  *out = '\0';
}

static int value_of(char c) {
  const char *at = c == '\0' ? NULL : strchr(digits, c | 32);
  return at == NULL ? -1 : (int)(at - digits);
}

int hex_decode(const char *text, unsigned char *out, size_t room) {
  size_t length = strlen(text);
  if (length % 2 != 0 || length / 2 > room) return -1;
  for (size_t i = 0; i < length; i += 2) {
    int high = value_of(text[i]);
    int low = value_of(text[i + 1]);
    if (high < 0 || low < 0) return -1;
    out[i / 2] = (unsigned char)(high << 4 | low);
  }
  return (int)(length / 2);
}

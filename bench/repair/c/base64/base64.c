#include "base64.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_length(size_t bytes) {
  return (bytes + 2) / 3 * 4;
}

void base64_encode(const unsigned char *data, size_t bytes, char *text) {
  for (size_t i = 0; i < bytes; i += 3) {
    size_t left = bytes - i;
    unsigned a = data[i];
    unsigned b = left > 1 ? data[i + 1] : 0;
    unsigned c = left > 2 ? data[i + 2] : 0;
    *text++ = letters[a >> 2];
    *text++ = letters[(a & 3) << 4 | b >> 4];
    *text++ = left > 1 ? letters[(b & 7) << 2 | c >> 6] : '=';
    *text++ = left > 2 ? letters[c & 63] : '=';
  }
  *text = '\0';
}

long base64_decode(const char *text, unsigned char *data) {
  size_t length = strlen(text);
  if (length % 4 != 0) return -1;
  long bytes = 0;
  unsigned bits = 0;
  for (size_t i = 0; i < length; ++i) {
    const char *letter = strchr(letters, text[i]);
    unsigned value = 0;
    if (letter != NULL)
      value = (unsigned)(letter - letters);
    else if (text[i] != '=' || i + 2 < length)
      return -1;
    bits = bits << 6 | value;
    if (i % 4 != 3) continue;
    data[bytes++] = bits >> 16 & 255;
    if (text[i - 1] != '=') data[bytes++] = bits >> 8 & 255;
    if (text[i] != '=') data[bytes++] = bits & 255;
    bits = 0;
  }
  return bytes;
}

#include "hex.h"

#include <ctype.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

void hex_encode(const char *data, size_t bytes, char *text) {
  for (size_t i = 0; i < bytes; ++i) {
    char byte = data[i];
    *text++ = digits[byte >> 4];
    *text++ = digits[byte & 15];
  }
  *text = '\0';
}

static int digit(char c) {
  const char *found = c == '\0' ? NULL : strchr(digits, tolower((unsigned char)c));
  return found == NULL ? -1 : (int)(found - digits);
}

long hex_decode(const char *text, char *data) {
  long bytes = 0;
  for (; text[0] != '\0'; text += 2) {
    int high = digit(text[0]);
    int low = digit(text[1]);
    if (high < 0 || low < 0) return -1;
    data[bytes++] = (char)(high << 4 | low);
  }
  return bytes;
}

unsigned hex_checksum(const char *data, size_t bytes) {
  unsigned sum = 0;
  for (size_t i = 0; i < bytes; ++i) sum += (unsigned char)data[i];
  return sum % 256;
}

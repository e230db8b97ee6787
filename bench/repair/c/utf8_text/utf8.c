#include "utf8.h"

#include <string.h>

static int continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

size_t utf8_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if ((lead & 0xE0) == 0xC0) return 2;
  if ((lead & 0xF0) == 0xE0) return 3;
  if ((lead & 0xF8) == 0xF0) return 4;
  return 0;
}

/// The bytes to the next character; those of one that is cut off are taken one by one.
static size_t step(const char *text) {
  size_t length = utf8_length((unsigned char)text[0]);
  for (size_t i = 1; i < length; ++i)
    if (!continues((unsigned char)text[i])) return 1;
  return length == 0 ? 1 : length;
}

size_t utf8_count(const char *text) {
  size_t count = 0;
  for (; *text; text += step(text)) ++count;
  return count;
}

size_t utf8_copy(char *to, size_t size, const char *text) {
  size_t length = strlen(text);
  if (size == 0) return 0;
  if (length >= size) {
    length = size - 1;
    if (length > 0 && continues((unsigned char)text[length])) --length;
  }
  memcpy(to, text, length);
  to[length] = '\0';
  return length;
}

const char *utf8_at(const char *text, size_t index) {
  while (*text && index > 0) {
    text += step(text);
    --index;
  }
  return text;
}

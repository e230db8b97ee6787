#include "number.h"

#include <ctype.h>

static int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)tolower((unsigned char)c);
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

int number_parse(const char *text, long *value) {
  int sign = 1;
  if (*text == '-' || *text == '+') {
    if (*text == '-') sign = -1;
    ++text;
  }
  int base = 10;
  if (text[0] == '0' && text[1] == 'x') {
    base = 16;
    text += 2;
  }
  if (*text == '\0') return 0;
  long sum = 0;
  for (; *text != '\0'; ++text) {
    int digit = digit_of(*text);
    if (digit < 0 || digit >= base) return 0;
    sum = sum * base + digit;
  }
  *value = sign * sum;
  return 1;
}

#include "permissions.h"

#include <string.h>

static const char letters[] = "rwx";

int permissions_parse(const char *text) {
  if (strlen(text) != 3) return -1;
  int bits = 0;
  for (int i = 0; i < 3; ++i) {
    if (text[i] == letters[i])
      bits |= 4 << i;
    else if (text[i] != '-')
      return -1;
  }
  return bits;
}

void permissions_format(int bits, char *text) {
  for (int i = 0; i < 3; ++i) text[i] = (bits & (4 >> i)) ? letters[i] : '-';
  text[3] = '\0';
}

int permissions_allow(int bits, int wanted) {
  return (bits & wanted) == wanted;
}

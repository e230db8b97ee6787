#include "bits.h"

#include <string.h>

void bits_clear_all(Bits *bits) {
  memset(bits->words, 0, sizeof bits->words);
}

void bits_add(Bits *bits, int at) {
  bits->words[at / 32] |= 1u << (at % 32);
}

void bits_remove(Bits *bits, int at) {
  bits->words[at / 32] &= 1u << (at % 32);
}

int bits_has(const Bits *bits, int at) {
  return (bits->words[at / 32] >> (at % 32)) & 1;
}

int bits_count(const Bits *bits) {
  int count = 0;
  for (int i = 0; i < BITS_MAX / 32; ++i)
    for (unsigned word = bits->words[i]; word != 0; word &= word - 1) ++count;
  return count;
}

int bits_next(const Bits *bits, int at) {
  for (; at < BITS_MAX; ++at)
    if (bits_has(bits, at)) return at;
  return -1;
}

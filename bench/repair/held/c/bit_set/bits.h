#pragma once

#define BITS_MAX 256

typedef struct {
  unsigned words[BITS_MAX / 32];
} Bits;

void bits_clear_all(Bits *bits);
void bits_add(Bits *bits, int at);
void bits_remove(Bits *bits, int at);
int bits_has(const Bits *bits, int at);
int bits_count(const Bits *bits);
int bits_next(const Bits *bits, int at);  // the first from `at` on, -1 if there is none

#pragma once
#include <stddef.h>

// `out` has room for 2 * size + 1 characters.
void hex_encode(const unsigned char *bytes, size_t size, char *out);
// How many bytes were written, -1 for text that is not hexadecimal.
int hex_decode(const char *text, unsigned char *out, size_t room);

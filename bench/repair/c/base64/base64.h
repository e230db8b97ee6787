#pragma once
#include <stddef.h>

/* How many characters the text of so many bytes has, without the NUL. */
size_t base64_length(size_t bytes);
/* Writes the text and a NUL. */
void base64_encode(const unsigned char *data, size_t bytes, char *text);
/* How many bytes there were, -1 if the text is not valid. */
long base64_decode(const char *text, unsigned char *data);

#pragma once
#include <stddef.h>

/* Two digits a byte, and a NUL. */
void hex_encode(const char *data, size_t bytes, char *text);
/* How many bytes, -1 if the text is none. */
long hex_decode(const char *text, char *data);
/* The sum of all bytes modulo 256. */
unsigned hex_checksum(const char *data, size_t bytes);

#pragma once
#include <stddef.h>

/* "aaab" -> "3ab": what comes once has no number. 0 if `size` is too small for it. */
int runs_encode(const char *text, char *out, size_t size);
int runs_decode(const char *text, char *out, size_t size);
/* The length of the longest run. */
size_t runs_longest(const char *text);

#pragma once

#include <stddef.h>

/// How many bytes the character has that begins with `lead`: 1 to 4, or 0 for no lead byte.
size_t utf8_length(unsigned char lead);
/// How many characters a text has; a byte that is none of one counts for itself.
size_t utf8_count(const char *text);
/// Copies as many whole characters as fit into `size` bytes with the terminator.
/// How many bytes were copied without it.
size_t utf8_copy(char *to, size_t size, const char *text);
/// Where the character with that index begins, or the end of the text.
const char *utf8_at(const char *text, size_t index);

#pragma once
#include <stddef.h>

/* Adds what is in the text to the three counts. */
void count_text(const char *text, long *lines, long *words, long *letters);
/* The length of the longest word. */
size_t longest_word(const char *text);

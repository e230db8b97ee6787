#pragma once
#include <stddef.h>

// Splits a command line into words, in place: blanks separate, quotes keep together, a backslash takes the next
// character as it is. How many words, -1 for an open quote or too many.
int words_split(char *line, char **words, int most);

#pragma once

#include <stddef.h>

/// Can a shell take the argument as it is?
int quote_is_plain(const char *argument);
/// Writes the argument as a shell reads it: plain, or in double quotes, with a backslash before each of
/// the four that keep their meaning there: " \ $ `
/// The length of the whole; what does not fit into `size` bytes is left out, as snprintf does.
size_t quote_argument(char *to, size_t size, const char *argument);
/// The arguments, with a space between them.
size_t quote_command(char *to, size_t size, const char *const *arguments, int count);

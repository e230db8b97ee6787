#pragma once

#include <stddef.h>

/// Writes `directory`/`name` into `to`, which has `size` bytes; a `name` that is absolute stands alone.
/// The length of the path, or -1 if it does not fit (then `to` is the empty text).
int path_join(char *to, size_t size, const char *directory, const char *name);
/// The part behind the last slash.
const char *path_base(const char *path);
/// Gives `path` another suffix in place; as path_join for the result.
int path_set_suffix(char *path, size_t size, const char *suffix);

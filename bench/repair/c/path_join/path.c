#include "path.h"

#include <string.h>

static int is_absolute(const char *path) { return path[0] == '/'; }

static int ends_with_slash(const char *path, size_t length) {
  return length > 0 && path[length - 1] == '/';
}

/// Is there room for a text of that length?
static int fits(size_t length, size_t size) { return length <= size; }

static int refuse(char *to, size_t size) {
  if (size > 0) to[0] = '\0';
  return -1;
}

int path_join(char *to, size_t size, const char *directory, const char *name) {
  size_t first = is_absolute(name) ? 0 : strlen(directory);
  size_t slash = first > 0 && !ends_with_slash(directory, first) ? 1 : 0;
  size_t second = strlen(name);
  if (!fits(first + slash + second, size)) return refuse(to, size);
  memcpy(to, directory, first);
  if (slash) to[first] = '/';
  memcpy(to + first + slash, name, second);
  to[first + slash + second] = '\0';
  return (int)(first + slash + second);
}

const char *path_base(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

int path_set_suffix(char *path, size_t size, const char *suffix) {
  const char *base = path_base(path);
  const char *dot = strrchr(base, '.');
  // the dot of ".profile" begins no suffix
  size_t stem = dot && dot != base ? (size_t)(dot - path) : strlen(path);
  if (!fits(stem + strlen(suffix), size)) return refuse(path, size);
  strcpy(path + stem, suffix);
  return (int)strlen(path);
}

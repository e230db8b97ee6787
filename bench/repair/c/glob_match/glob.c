#include "glob.h"

#include <stddef.h>
#include <string.h>

/// `set` points behind the bracket. The character behind the closing one, or NULL if there is none.
static const char *match_set(const char *set, char c, int *matches) {
  int negated = *set == '!';
  int found = 0;
  if (negated) ++set;
  const char *begin = set;
  // a bracket that is the first of the set stands for itself
  for (; *set && (*set != ']' || set == begin); ++set) {
    char low = *set, high = *set;
    if (set[1] == '-' && set[2] && set[2] != ']') {
      high = set[2];
      set += 2;
    }
    if (low <= c && c <= high) found = 1;
  }
  *matches = found;
  return *set == ']' ? set + 1 : NULL;
}

static const char *match_one(const char *pattern, char c) {
  int matches = 0;
  if (*pattern == '?') return pattern + 1;
  if (*pattern == '[') {
    const char *behind = match_set(pattern + 1, c, &matches);
    if (behind) return matches ? behind : NULL;
  }
  return *pattern == c ? pattern + 1 : NULL;
}

int glob_match(const char *pattern, const char *text) {
  for (; *text; ++text) {
    if (*pattern == '*') {
      while (*pattern == '*') ++pattern;
      for (; *text; ++text)
        if (glob_match(pattern, text)) return 1;
      return *pattern == '\0';
    }
    pattern = match_one(pattern, *text);
    if (!pattern) return 0;
  }
  while (*pattern == '*') ++pattern;
  return *pattern == '\0';
}

int glob_count(const char *pattern, const char *const *names, int count) {
  int matching = 0;
  for (int i = 0; i < count; ++i) matching += glob_match(pattern, names[i]);
  return matching;
}

int glob_is_pattern(const char *pattern) { return strpbrk(pattern, "*?[") != NULL; }

#pragma once

/// Does the whole text match? `*` any characters, `?` one of them, [abc] [a-z] [!a-z] one of a set or none of it.
int glob_match(const char *pattern, const char *text);
/// How many of the names match.
int glob_count(const char *pattern, const char *const *names, int count);
/// Has the pattern anything but plain characters?
int glob_is_pattern(const char *pattern);

#include "replace.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  CHECK(replace_all("a-b-c", "-", "+") == "a+b+c");
  CHECK(replace_all("aXbX", "X", "XX") == "aXXbXX");
  CHECK(replace_all("aabb", "aa", "") == "bb");
  CHECK(replace_all("abab", "ab", "") == "");
  CHECK(replace_all("abc", "", "x") == "abc");
  CHECK(occurrences("aaaa", "aa") == 2);
  return failures == 0 ? 0 : 1;
}

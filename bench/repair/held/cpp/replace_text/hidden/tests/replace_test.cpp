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
  CHECK(replace_all("----", "--", "-") == "--");
  CHECK(replace_all("xaxbx", "x", "<x>") == "<x>a<x>b<x>");
  CHECK(replace_all("abcabcabc", "abc", "b") == "bbb");
  CHECK(replace_all("aaa", "aa", "ba") == "baa");
  CHECK(replace_all("", "a", "b") == "");
  return failures == 0 ? 0 : 1;
}

#include "glob.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  CHECK(glob_match("[!a]", "b"));
  CHECK(!glob_match("[!a]", "a"));
  CHECK(!glob_match("[!a]", ""));
  CHECK(glob_match("[!abc]*", "dabc"));
  CHECK(!glob_match("[!abc]*", "cabd"));
  CHECK(glob_match("*[!.]c", "main..xc"));
  CHECK(!glob_match("*[!.]c", "main.c"));
  CHECK(glob_match("[]]", "]"));
  CHECK(!glob_match("[!]]", "]"));
  CHECK(glob_match("[!]]", "x"));
  CHECK(glob_match("[a-]", "-") && glob_match("[a-]", "a"));
  CHECK(!glob_match("[a-]", "b"));
  CHECK(!glob_match("[!a-c]", "b") && glob_match("[!a-c]", "d"));
  CHECK(glob_match("[a-c]", "a") && glob_match("[a-c]", "c"));
  CHECK(!glob_match("[a-c]", "d") && !glob_match("[b-c]", "a"));
  CHECK(glob_match("[a!]", "!") && glob_match("[a!]", "a") && !glob_match("[a!]", "b"));
  CHECK(glob_match("[ab", "[ab") && !glob_match("[ab", "a"));
  CHECK(glob_match("a*", "a") && glob_match("a**", "a") && glob_match("**", ""));
  CHECK(!glob_match("a*b", "a") && !glob_match("?", "") && !glob_match("a", "ab"));
  CHECK(!glob_match("a[bc]", "a"));
  return failures == 0 ? 0 : 1;
}

#include "wrap.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Lines = std::vector<std::string>;

int main() {
  CHECK(words("  a  bc\n d ") == (Lines{"a", "bc", "d"}));
  CHECK(wrap("", 10) == Lines{});
  CHECK(wrap("one two three", 20) == Lines{"one two three"});
  CHECK(wrap("one two three", 9) == (Lines{"one two", "three"}));
  CHECK(wrap("an extraordinary day", 8) == (Lines{"an", "extraordinary", "day"}));
  CHECK(paragraph("buy milk and bread", 12, "- ", "  ") == "- buy milk\n  and bread\n");
  CHECK(alignRight("ab cd", 4) == "  ab\n  cd\n");
  return failures == 0 ? 0 : 1;
}

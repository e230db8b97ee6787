#include "lexer.h"

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
  CHECK(runs("ab 12") == "wsn");
  CHECK(runs("a1+") == "wnp");
  CHECK(weight('n') == 3);
  CHECK(weight('w') == 2);
  CHECK(weight('p') == 1);
  return failures == 0 ? 0 : 1;
}

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
  CHECK(weight('n') == 3 && weight('w') == 2 && weight('s') == 0 && weight('p') == 1 && weight('?') == 1);
  CHECK(runs("") == "");
  return failures == 0 ? 0 : 1;
}

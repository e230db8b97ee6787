#include "history.h"

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
  History history;
  CHECK(history.last_with("a") == "");
  CHECK(history.last_with("") == "");
  history.add("alpha");
  CHECK(history.last_with("a") == "alpha");
  history.add("also");
  history.add("beta");
  CHECK(history.last_with("al") == "also");
  CHECK(history.last_with("alp") == "alpha");
  CHECK(history.last_with("alphabet") == "");
  CHECK(history.back(3) == "alpha");
  return failures == 0 ? 0 : 1;
}

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
  History history(3);
  history.add("one");
  history.add("two");
  history.add("three");
  CHECK(history.up("dr") == "three" && history.up("") == "two" && history.up("") == "one");
  history.add("three");
  CHECK(history.size() == 3);
  CHECK(history.down("x") == "x");
  CHECK(history.up("y") == "three");
  CHECK(history.down("") == "y");
  CHECK(history.up("z") == "three" && history.up("") == "two");
  history.add("");
  CHECK(history.down("x") == "x");
  CHECK(history.up("w") == "three");
  history.add("four");
  CHECK(history.size() == 3);
  CHECK(history.down("v") == "v");
  CHECK(history.up("u") == "four" && history.up("") == "three" && history.up("") == "two" && history.up("") == "two");
  CHECK(history.down("") == "three" && history.down("") == "four" && history.down("") == "u");
  CHECK(history.search("t") == "three");
  CHECK(history.search("tw") == "two");
  CHECK(history.search("") == "four");
  CHECK(history.search("threes") == "");
  return failures == 0 ? 0 : 1;
}

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
  history.add("make");
  history.add("make");
  history.add("");
  history.add("git log");
  history.add("ls");
  CHECK(history.size() == 3);
  CHECK(history.last_with("git") == "git log");
  CHECK(history.last_with("") == "ls");
  CHECK(history.last_with("ma") == "make");
  CHECK(history.last_with("x") == "");
  CHECK(history.back(1) == "ls");
  CHECK(history.back(4) == "");
  return failures == 0 ? 0 : 1;
}

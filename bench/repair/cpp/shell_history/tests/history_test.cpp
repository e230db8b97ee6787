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

static void walks() {
  History history(10);
  CHECK(history.up("draft") == "draft");
  history.add("ls");
  history.add("make");
  CHECK(history.up("gi") == "make");
  CHECK(history.up("make") == "ls");
  CHECK(history.up("ls") == "ls");
  CHECK(history.down("ls") == "make");
  CHECK(history.down("make") == "gi");
  CHECK(history.down("gi") == "gi");
}

static void keeps() {
  History history(2);
  history.add("a");
  history.add("a");
  history.add("");
  CHECK(history.size() == 1);
  history.add("b");
  history.add("c");
  CHECK(history.size() == 2);
  CHECK(history.search("a") == "");
  CHECK(history.search("b") == "b");
}

static void runs_again() {
  History history(10);
  history.add("make");
  history.add("ls");
  CHECK(history.up("") == "ls");
  CHECK(history.up("ls") == "make");
  history.add("cd src");
  CHECK(history.up("") == "cd src");
  history.add("cd src");
  CHECK(history.up("x") == "cd src");
  CHECK(history.down("cd src") == "x");
}

int main() {
  walks();
  keeps();
  runs_again();
  return failures == 0 ? 0 : 1;
}

#include "groups.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void alone() {
  Groups groups;
  CHECK(groups.largest() == 0);
  CHECK(groups.size("ann") == 1);
  CHECK(!groups.together("ann", "bob"));
  CHECK(groups.count() == 2);
}

static void pairs() {
  Groups groups;
  CHECK(groups.join("ann", "bob"));
  CHECK(!groups.join("bob", "ann"));
  CHECK(groups.join("cem", "dan"));
  CHECK(groups.count() == 2);
  CHECK(groups.together("ann", "bob"));
  CHECK(!groups.together("ann", "cem"));
  CHECK(groups.size("dan") == 2);
}

static void chains() {
  Groups groups;
  groups.join("ann", "bob");
  groups.join("cem", "dan");
  CHECK(groups.join("bob", "dan"));
  CHECK(groups.together("ann", "cem"));
  CHECK(groups.count() == 1);
  CHECK(groups.size("cem") == 4);
  CHECK(groups.members("ann") == (std::vector<std::string>{"ann", "bob", "cem", "dan"}));
}

int main() {
  alone();
  pairs();
  chains();
  return failures == 0 ? 0 : 1;
}

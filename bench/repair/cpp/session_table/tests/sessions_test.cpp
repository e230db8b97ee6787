#include "sessions.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Users = std::vector<std::string>;

static void requests() {
  SessionTable table(10);
  table.seen("ann", 1);
  table.seen("ann", 2);
  table.seen("bob", 2);
  CHECK(table.requests("ann") == 2);
  CHECK(table.requests("bob") == 1);
  CHECK(table.requests("cat") == 0);
}

static void closes_one() {
  SessionTable table(10);
  table.seen("ann", 1);
  table.seen("bob", 9);
  CHECK(table.close_old(11).empty());
  CHECK((table.close_old(12) == Users{"ann"}));
  CHECK(table.size() == 1);
}

static void closes_several() {
  SessionTable table(10);
  table.seen("ann", 1);
  table.seen("bob", 2);
  table.seen("cat", 30);
  CHECK((table.close_old(31) == Users{"ann", "bob"}));
  CHECK(table.size() == 1);
}

int main() {
  requests();
  closes_one();
  closes_several();
  return failures == 0 ? 0 : 1;
}

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

static void closes_all() {
  SessionTable table(5);
  for (int i = 0; i < 7; ++i) table.seen(std::string(1, static_cast<char>('a' + i)), i);
  CHECK((table.close_old(9) == Users{"a", "b", "c", "d"}));
  CHECK(table.size() == 3);
  table.seen("f", 20);
  CHECK((table.close_old(25) == Users{"e", "g"}));
  CHECK(table.requests("f") == 2);
  CHECK(table.requests("e") == 0);
  CHECK(table.close_old(25).empty());
  CHECK((table.close_old(26) == Users{"f"}));
  CHECK(table.size() == 0);
  CHECK(table.close_old(99).empty());
}

static void keeps_those_between() {
  SessionTable table(1);
  for (int i = 0; i < 6; ++i) table.seen(std::string(1, static_cast<char>('a' + i)), i % 2 == 0 ? 0 : 10);
  CHECK((table.close_old(10) == Users{"a", "c", "e"}));
  CHECK(table.size() == 3);
}

int main() {
  requests();
  closes_one();
  closes_several();
  closes_all();
  keeps_those_between();
  return failures == 0 ? 0 : 1;
}

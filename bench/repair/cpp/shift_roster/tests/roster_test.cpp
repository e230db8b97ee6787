#include "roster.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Names = std::vector<std::string>;

static Roster team() {
  Roster roster;
  roster.person("ann", {"cook", "drive"});
  roster.person("bob", {"drive"});
  roster.person("cat", {"cook", "serve"});
  return roster;
}

static void assigns() {
  Roster roster = team();
  CHECK(roster.assign(1, "ann"));
  CHECK(!roster.assign(1, "ann"));
  CHECK(!roster.assign(1, "dan"));
}

static void covers() {
  Roster roster = team();
  roster.assign(1, "bob");
  CHECK(!roster.covered(1, {"drive", "serve"}));
  roster.assign(1, "cat");
  CHECK(roster.covered(1, {"drive", "serve"}));
  CHECK(!roster.covered(2, {"drive"}));
}

static void candidates_with_a_skill() {
  Roster roster = team();
  CHECK((roster.candidates(1, {"drive"}) == Names{"ann", "bob"}));
  roster.assign(1, "ann");
  CHECK((roster.candidates(1, {"drive"}) == Names{"bob"}));
}

static void candidates_with_two() {
  CHECK((team().candidates(1, {"cook", "serve"}) == Names{"cat"}));
}

int main() {
  assigns();
  covers();
  candidates_with_a_skill();
  candidates_with_two();
  return failures == 0 ? 0 : 1;
}

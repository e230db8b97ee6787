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

int main() {
  std::vector<Player> players{{"cy", 7, 3}, {"ann", 9, 4}, {"bob", 9, 2}};
  sort_players(players);
  CHECK(players[0].name == "bob");
  CHECK(players[1].name == "ann");
  CHECK(players[2].name == "cy");
  CHECK(best(players, 1).size() == 1);
  CHECK(best({{"a", 5, 1}, {"b", 5, 1}, {"c", 1, 1}}, 1).size() == 2);
  CHECK(best(players, 0).empty());
  return failures == 0 ? 0 : 1;
}

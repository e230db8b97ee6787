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
  std::vector<Player> players{{"e", 1, 1}, {"d", 5, 2}, {"c", 5, 2}, {"b", 5, 1}, {"a", 0, 0}, {"f", 5, 9}};
  sort_players(players);
  std::string names;
  for (const auto& player : players) names += player.name;
  CHECK(names == "bcdfea");
  CHECK(best(players, 2).size() == 3);
  CHECK(best(players, 4).size() == 4);
  CHECK(best(players, 99).size() == 6);
  return failures == 0 ? 0 : 1;
}

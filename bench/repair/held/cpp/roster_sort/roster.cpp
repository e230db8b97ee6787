#include "roster.h"

#include <algorithm>

void sort_players(std::vector<Player>& players) {
  std::sort(players.begin(), players.end(), [](const Player& a, const Player& b) {
    if (a.points != b.points) return a.points > b.points;
    if (a.games != b.games) return a.games > b.games;
    return a.name < b.name;
  });
}

std::vector<Player> best(std::vector<Player> players, std::size_t n) {
  sort_players(players);
  if (n == 0 || players.size() <= n) return n == 0 ? std::vector<Player>{} : players;
  const Player last = players[n - 1];
  while (n < players.size() && players[n].points == last.points && players[n].games == last.games) ++n;
  players.resize(n);
  return players;
}

#pragma once
#include <string>
#include <vector>

struct Player {
  std::string name;
  int points = 0;
  int games = 0;
};

/// Most points first; of equal points, fewer games first; then by name.
void sort_players(std::vector<Player>& players);
/// The best `n`, those that share the last place included.
std::vector<Player> best(std::vector<Player> players, std::size_t n);

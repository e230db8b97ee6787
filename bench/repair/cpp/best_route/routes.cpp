#include "routes.h"

#include <limits>
#include <stdexcept>

void Routes::add(const std::string& from, const std::string& to, int toll) {
  for (auto& [town, old] : roads_[from]) {
    if (town != to) continue;
    old = toll;
    return;
  }
  roads_[from].emplace_back(to, toll);
}

const std::vector<std::pair<std::string, int>>& Routes::roads(const std::string& from) const {
  static const std::vector<std::pair<std::string, int>> none;
  const auto found = roads_.find(from);
  return found == roads_.end() ? none : found->second;
}

std::string Routes::cheapest(const std::string& from) const {
  std::string best;
  int lowest = std::numeric_limits<int>::max();
  for (const auto& [town, toll] : roads(from)) {
    if (toll >= lowest) continue;
    lowest = toll;
    best = town;
  }
  return best;
}

int Routes::highest(const std::string& from) const {
  if (roads(from).empty()) return 0;
  int most = 0;
  for (const auto& [town, toll] : roads(from))
    if (toll > most) most = toll;
  return most;
}

int Routes::cost(const std::vector<std::string>& towns) const {
  int sum = 0;
  for (std::size_t i = 1; i < towns.size(); ++i) {
    bool found = false;
    for (const auto& [town, toll] : roads(towns[i - 1])) {
      if (town != towns[i]) continue;
      sum += toll;
      found = true;
    }
    if (!found) throw std::out_of_range("no road from " + towns[i - 1] + " to " + towns[i]);
  }
  return sum;
}

#include "order.h"

#include <algorithm>
#include <set>

std::optional<std::vector<std::string>> build_order(const Needs& needs) {
  std::map<std::string, int> open;                          // how much of what it needs is missing
  std::map<std::string, std::vector<std::string>> needed_by;
  for (const auto& [target, list] : needs) {
    open[target] += static_cast<int>(list.size());
    for (const auto& need : list) {
      open[need];
      needed_by[need].push_back(target);
    }
  }
  std::set<std::string> ready;
  for (const auto& [target, count] : open)
    if (count == 0) ready.insert(target);
  std::vector<std::string> order;
  while (!ready.empty()) {
    const std::string target = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(target);
    for (const auto& next : needed_by[target])
      if (--open[next] == 0) ready.insert(next);
  }
  return order;
}

int depth(const Needs& needs) {
  const auto order = build_order(needs);
  if (!order) return -1;
  std::map<std::string, int> level;
  int most = 0;
  for (const auto& target : *order) {
    int own = 1;
    if (const auto found = needs.find(target); found != needs.end())
      for (const auto& need : found->second) own = std::max(own, level[need] + 1);
    level[target] = own;
    most = std::max(most, own);
  }
  return most;
}

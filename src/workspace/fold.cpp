#include "fold.h"

#include <algorithm>
#include <unordered_map>

#include "snapshot.h"

namespace workspace {

std::vector<Effect> fold(const std::vector<Step>& steps) {
  std::vector<Effect> all;
  std::unordered_map<std::string, std::size_t> at;
  for (const Step& step : steps) {
    for (const Effect& effect : step.effects) {
      if (effect.undone) continue;
      const auto [found, fresh] = at.emplace(effect.path, all.size());
      if (fresh) {
        all.push_back(effect);
        continue;
      }
      // The first step's before-image is what an undo of all would need.
      all[found->second].after = effect.after;
    }
  }
  std::erase_if(all, [](Effect& effect) {
    const auto change = change_of(effect.before, effect.after);
    if (change) effect.change = *change;
    return !change;
  });
  std::sort(all.begin(), all.end(),
            [](const Effect& a, const Effect& b) { return before(a.path, b.path); });
  return all;
}

}  // namespace workspace

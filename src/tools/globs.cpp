#include "globs.h"

#include <utility>

namespace tools {

std::vector<std::string> expanded_globs(std::string_view glob) {
  std::vector<std::string> out{""};
  std::string_view rest = glob;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    const bool group = close != std::string_view::npos &&
                       rest.substr(open, close - open).find(',') != std::string_view::npos;
    for (auto& each : out) each += rest.substr(0, group ? open : rest.size());
    if (!group) break;
    std::vector<std::string> next;
    std::string_view choices = rest.substr(open + 1, close - open - 1);
    for (bool more = true; more;) {
      const auto comma = choices.find(',');
      more = comma != std::string_view::npos;
      for (const auto& each : out) next.push_back(each + std::string(choices.substr(0, comma)));
      if (next.size() > k_globs_max) return {std::string(glob)};
      if (more) choices.remove_prefix(comma + 1);
    }
    out = std::move(next);
    rest.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace tools

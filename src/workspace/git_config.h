#pragma once
// Git's configuration files (config, config.worktree, .gitmodules), read as git reads them, and which of
// their settings make git run something or trust somebody.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace workspace {

struct GitSetting {
  std::string key;    ///< "core.fsmonitor", "filter.lfs.clean": section and name in lower case
  std::string value;  ///< "true" for a name without '='
  bool operator==(const GitSetting&) const = default;
};

inline constexpr std::size_t k_git_config_max = std::size_t{1} << 20;

/// In file order. Fails with invalid wherever git would refuse the file, and on NUL bytes; too_big.
base::Result<std::vector<GitSetting>> parse_git_config(std::string_view text);

/// True if git may run a program, reach another host, or read further configuration because of this
/// setting, or if it is one that plumb does not know. `git_dir`: the folder of the file, relative to the
/// project's root ("core.worktree" is seen from it).
bool is_dangerous(const GitSetting& setting, std::string_view git_dir);

/// The keys of the dangerous settings that were added, changed, taken away or put in another order.
std::vector<std::string> dangerous_changes(const std::vector<GitSetting>& before,
                                           const std::vector<GitSetting>& after,
                                           std::string_view git_dir);

/// The value of the last setting with this key, or "".
std::string last_value(const std::vector<GitSetting>& settings, std::string_view key);

}  // namespace workspace

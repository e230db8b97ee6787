#pragma once
// One function a kind of project. Paths are relative to the folder in which the runner works.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command_line.h"
#include "verify/select.h"

namespace verify {

using Paths = std::vector<std::string>;

Affected affected_python(const CommandLine& line, const std::string& folder, const Paths& changed);
Affected affected_go(const CommandLine& line, const std::string& folder, const Paths& changed);
Affected affected_cargo(const CommandLine& line, const std::string& folder, const Paths& changed);
Affected affected_maven(const CommandLine& line, const std::string& folder, const Paths& changed);
Affected affected_gradle(const CommandLine& line, const std::string& folder, const Paths& changed);
Affected affected_jest(const CommandLine& line, const std::string& folder, const Paths& changed);

Affected everything(std::string why);

/// The operands of the runner's command: files, folders, packages. Nothing if they cannot be told from the
/// values of options.
std::optional<std::vector<std::string>> operands_of(const CommandLine& line);

inline constexpr std::size_t k_sources_max = 5000;
inline constexpr std::size_t k_source_max = std::size_t{512} << 10;   ///< bytes read of one

/// Texts of the files below `folder` whose names end so, by path; hidden folders, environments and what
/// package managers and builds put there left out. Nothing if there are more than k_sources_max, or
/// one cannot be read whole.
std::optional<std::map<std::string, std::string>> sources(const std::string& folder,
                                                          const std::vector<std::string>& endings);

/// The nearest folder at or above `path` for which `has` is true; "" = the root, nothing if none.
template <class Has>
std::optional<std::string> nearest(std::string path, Has has) {
  while (true) {
    const auto slash = path.rfind('/');
    path = slash == std::string::npos ? "" : path.substr(0, slash);
    if (has(path)) return path;
    if (path.empty()) return std::nullopt;
  }
}

}  // namespace verify

#pragma once
// The globs of a call. Internal to tools.

#include <string>
#include <string_view>
#include <vector>

namespace tools {

inline constexpr std::size_t k_globs_max = 64;

/// "*.{c,h}" -> "*.c", "*.h": models write braces, git's globs have none. Groups may follow each
/// other but not nest; what is no group stays as it is. At most k_globs_max; beyond it the text
/// itself is the only one.
std::vector<std::string> expanded_globs(std::string_view glob);

}  // namespace tools

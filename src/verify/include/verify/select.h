#pragma once
// A part of a check: some of its tests by name, or those that a change can affect.

#include <string>
#include <vector>

#include "verify/verify.h"

namespace verify {

inline constexpr std::size_t k_selection_max = 64 << 10;   ///< bytes of a command with names in it

/// The check's command, for these tests only (names as in TestResult). More may run where the runner
/// cannot be more exact: the others of a parametrized test, the same name in another file. "" = it
/// cannot be said with this runner, or with one of these names. Names are hostile: each is quoted, and
/// one that could be an option is refused. Reads package.json in `root`, runs nothing.
std::string command_for(const Check& check, const std::string& root, const std::vector<std::string>& names);

enum class Scope {
  everything,   ///< the whole check, also whenever it is not sure
  part,         ///< Affected::command
  nothing,      ///< no test of this check can see the change
};

struct Affected {
  Scope scope = Scope::everything;
  std::string command;   ///< of part
  std::string why;       ///< one short sentence: "3 of 20 test files import what changed"
};

/// What of the check a change of these paths (relative to the root, as bytes) can affect. Cautious: a path
/// that it does not understand, a configuration, an import that is made at run time mean everything. For
/// use while working; the end of a session runs everything. Reads the project's sources, bounded.
Affected affected(const Check& check, const std::string& root, const std::vector<std::string>& changed);

}  // namespace verify

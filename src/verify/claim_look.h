#pragma once
// One run of the record, with a claim in mind: how it went, and what its output is worth.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command_kind.h"
#include "command_flow.h"
#include "summary.h"
#include "verify/claims.h"

namespace verify {

struct Counts {
  std::int64_t passed = -1, failed = -1;  ///< -1 = not known
  std::vector<std::string> failing;
};

enum class State { ok, failed, hidden, no_test, unfinished, unbelievable };

/// What keeps a run that went well from being a proof. The later ones are nearer to one.
enum class Trouble {
  none,
  own_script,
  part,
  elsewhere,
  other_tree,
  stale,
  unbuilt,
  no_test,
  unfinished,
  hidden
};

/// A run with all that is read out of it once.
struct Known {
  const Evidence* run = nullptr;
  CommandFlow line;
  std::vector<Action> actions;  ///< of the line's parts
  Counts counts;
  std::optional<Summary> summary;
};

/// One run, seen with a claim in mind.
struct Look {
  const Evidence* run = nullptr;
  const Known* known = nullptr;
  Action action;
  State state = State::ok;
  bool fresh = false;
  bool whole = false;       ///< all tests, as far as one can tell
  bool inside = true;       ///< in the project
  bool at_root = true;      ///< where the check is run
  bool is_told = true;      ///< what the output says of numbers is the runner's word
  bool may_be_own = false;  ///< it does not matter whether the session wrote what it starts
  std::string filters;      ///< what hid the exit code: "| tail", ""
  std::uint64_t built =
      0;  ///< event of the last build before it that went well on the same tree; 0 = none

  /// Of failures that somebody printed one takes notice in any case.
  [[nodiscard]] Counts counts() const {
    if (is_told) return known->counts;
    Counts out;
    if (known->counts.failed > 0) out = known->counts;
    return out;
  }
};

Known known_of(const Evidence& run);

/// Whether the numbers in a run's output can only be those of part `i`.
bool is_told(const Known& known, std::size_t i);

/// How the look's run went. `is_visible`: its exit code came out.
State state_of(const Look& look, bool is_visible, bool needs_test);

/// Where something ran, as seen from the root: "" = there; nothing = outside of the project. `dir`
/// is where the line began, `then` where `cd` in it went.
std::optional<std::string> place_of(const std::string& dir, const std::string& root,
                                    const std::string& then);

/// Runners whose folder is a build folder as a rule, and such folders.
bool uses_build_folder(const std::string& id);
bool is_build_folder(std::string_view place);

/// The same program on the same things; one that only lists is told apart by its state.
bool is_same_thing(const Action& a, const Action& b);

/// A program from where anybody may put one, or a script that the same line writes.
bool starts_stranger(const Known& known, std::size_t i);

/// A command for people: one line, in backticks.
std::string shown(std::string_view command);
std::string tests_in_words(std::int64_t n);
bool has(std::string_view text, std::string_view what);

}  // namespace verify

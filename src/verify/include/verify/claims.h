#pragma once
// What a model says about its own work, held against what was run. A claim is believed for one
// reason only: a run in the session's record that shows it, on the tree as it is now.
//
// Everything here is pure: text and records in, marks out. Both are hostile input: the prose is a
// model's, and so are the commands and much of what they print.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "verify/verify.h"

namespace verify {

inline constexpr std::size_t k_claims_max = 50;       ///< taken from one message
inline constexpr std::size_t k_claim_text_max = 300;  ///< bytes of one taken from prose
inline constexpr std::size_t k_prose_max = std::size_t{64}
                                           << 10;  ///< bytes read of a message: its end
inline constexpr std::size_t k_evidence_output_max = std::size_t{64}
                                                     << 10;  ///< bytes of Evidence::output

/// One command that was run in the session.
struct Evidence {
  std::uint64_t event = 0;  ///< sequence number in the log
  std::string command;      ///< as run
  std::string dir;          ///< folder it ran in, relative to the root; "" = the root; absolute or
                            ///< with ".." = outside of the project
  std::string root;         ///< the project's root, absolute, by which a `cd /the/root` is known
  int exit_code = 0;
  bool ended = true;        ///< false: still running, killed, timed out
  bool by_harness = false;  ///< a check that plumb itself ran on the tree as it was then
  bool before_all = false;  ///< a check that plumb ran on the tree before the first change: shows
                            ///< only what failed before
  std::uint64_t last_change =
      0;                   ///< event of the last change to the tree that the run saw; 0 = none
  std::string own_script;  ///< a script that it starts and that this session wrote; "" = none
  bool other_tree =
      false;  ///< it changed files first, and these changes did not come into the tree
  std::vector<TestResult> tests;  ///< read from its output, where that can be read
  std::int64_t total = -1;        ///< tests that the runner says it ran; -1 = it did not say
  std::string output;             ///< at most k_evidence_output_max bytes, both ends kept
};

struct Claim {
  std::string text;
  std::string command;  ///< whose run is to show it; "" = none named
  bool structured =
      false;  ///< from the report tool: the command is exact, not a word in a sentence
};

enum class Mark { proven, unproven, refuted };
std::string_view name(Mark mark);

struct MarkedClaim {
  Claim claim;
  Mark mark = Mark::unproven;
  std::string why;          ///< one plain sentence
  std::uint64_t event = 0;  ///< of the evidence; 0 = none
};

/// The claims of success in a model's message (English, German, French, Spanish, Chinese): that
/// tests pass, a build succeeds, a linter is content, a fault is fixed, something was verified; and
/// numbers of a test run, also where they are pasted as a runner's summary in a code block. Left
/// out is what is negated, wished, conditional, asked or quoted, and what no command can show. At
/// most k_claims_max, in the order of the text, each text once.
std::vector<Claim> claims_in(std::string_view prose);

/// Marks each claim, in order.
///
/// Proven: a run of the command named (none named: of a check, or of anything that is known to run
/// tests, to build, to lint) ended well after the last change to the tree, in the project, with an
/// exit code that nothing swallowed, and ran a test if the claim is about tests; a part of the
/// tests does not show that all pass. Where the exit code is hidden, the runner's own summary
/// decides. Refuted: the newest such run failed, or counted otherwise than the claim. A run of
/// plumb's own on the final tree outranks all others. Everything else is unproven, and `why` says
/// what is missing.
///
/// `evidence` is ordered oldest first; `check_commands` are those that plumb or the user trust;
/// `last_change` is the event of the session's last change to the tree (0 = none); `changed` is
/// whether anything differs at all: a fault cannot be fixed by no change.
std::vector<MarkedClaim> mark_claims(std::vector<Claim> claims,
                                     const std::vector<Evidence>& evidence,
                                     const std::vector<std::string>& check_commands,
                                     std::uint64_t last_change, bool changed);

/// Words of a command for which it matters whether the session wrote the file itself: the scripts
/// that it starts, as written. For those who make Evidence.
std::vector<std::string> scripts_started(const std::string& command);
/// Whether, in `command`, something that may write follows on the last run of a test, build or lint
/// (`after`), or comes before it (`before`). For those who make Evidence.
struct WritesAround {
  bool before = false, after = false;
};
WritesAround writes_around(const std::string& command);

}  // namespace verify

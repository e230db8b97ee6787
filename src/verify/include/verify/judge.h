#pragma once
// The verdict over a change, out of what was found by running checks. Pure: whoever runs them (engine's
// Prover) fills in Trials; the rules are here, each said in plain words.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/tamper.h"
#include "verify/verify.h"

namespace verify {

enum class Status : std::uint8_t {
  verified,    ///< the checks pass on a clean copy of the final tree, and would notice if the change were wrong
  failed,      ///< they fail, as before or for the first time that they could be run
  regressed,   ///< something that passed before fails now
  unverified,  ///< nothing was shown: no check, none that runs, none that notices, or only a weakened one
};
std::string_view name(Status status);

/// What kind of files a change touches, as far as its proof is concerned.
enum class Touches : std::uint8_t {
  code,        ///< something that a test could notice
  formatting,  ///< code, but only its comments and white space
  tests,       ///< tests and their data only
  other,       ///< documentation, pictures, configuration: no check says anything about it
};

/// What is known of a change. Runs that were not made are missing, and then count for nothing.
struct Trials {
  bool changed = false;
  Touches touches = Touches::code;
  std::vector<std::string> only;         ///< names some of the files, for Touches::other
  std::optional<CheckRun> before;        ///< on the tree before the first change
  std::optional<CheckRun> after;         ///< on the final tree
  std::string why_not_run;               ///< why there is no such run, though there is a check
  std::vector<CheckRun> before_again, after_again;   ///< the same once more, to know flaky tests
  std::vector<Finding> tampering;        ///< what weakens the checks
  std::optional<CheckRun> original_tests;     ///< the final tree with the tests and their configuration as before
  std::optional<CheckRun> new_tests_before;   ///< the tree before with the tests as they are now
  /// Faults put into the changed lines: how many were tried, and whether a test noticed one of them.
  struct Faults {
    std::size_t tried = 0;
    bool noticed = false;
    std::string what;                    ///< the one that was noticed, else the first that was not
  };
  std::optional<Faults> faults;
  bool asks_for_fix = false;             ///< the task is to repair something (asks_for_fix)
  bool tests_may_change = false;         ///< the user said so: changed tests are not held against the change
  std::vector<std::string> leaned_on;    ///< files that git ignores, made by the session, without which the check fails
};

struct Verdict {
  Status status = Status::unverified;
  std::string reason;                ///< one plain sentence
  std::vector<std::string> fixed;    ///< failed before, passes now, each time it was run
  std::vector<std::string> broken;   ///< passed before, fails now
  std::vector<std::string> failing;  ///< fails now, and did before or was not there
  std::vector<std::string> missing;  ///< ran before, is not there (or skipped) now
  std::vector<std::string> flaky;    ///< passes and fails by turns on one and the same tree
  std::vector<std::string> notes;    ///< more that a reader should know, a sentence each
  std::string advice;                ///< what whoever made the change can do about it; "" = nothing
};

Verdict judge(const Trials& trials);

/// Tests that fail in a run (or could not be run).
std::vector<std::string> failing_tests(const CheckRun& run);
/// True if the check itself could not be started or came to no test: a missing program, a broken build.
bool could_not_run(const CheckRun& run);
/// True for a run that passes because it ran nothing.
bool ran_nothing(const CheckRun& run);

/// Whether a task in plain words asks to repair something: then a test that failed before must pass now.
bool asks_for_fix(std::string_view task);

}  // namespace verify

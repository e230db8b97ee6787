#pragma once
// Checks: finding them, running them, reading their results, judging. First version; a later issue
// deepens it (more runners, receipts as files, claims, tamper guard, attempts).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "io/process.h"

namespace verify {

/// A way to test a project.
struct Check {
  std::string name;     ///< "unittest", "pytest", "ctest", "make", "npm test", "cargo test", ...
  std::string command;  ///< for sh -c, run in the project's root
  std::string why;      ///< what made us think so: "tests/test_calc.py uses unittest"
};

/// From .plumb/config.toml ([check] command = "..."), else a line of AGENTS.md (or CLAUDE.md) that
/// names a test command in backticks, else by the files that are there (reference/checks.md).
/// Nothing = none found. Reads a few files and folders (bounded), runs nothing. `env` is asked for
/// PATH only: whether a runner is installed decides between two that would fit.
std::optional<Check> discover(const std::string& root,
                              const base::Env& env = base::Env::of_process());

/// The same by the files alone, whatever a configuration says: for those who must know the runner
/// behind a command such as `make test`.
std::optional<Check> discover_by_files(const std::string& root, const base::Env& env);

/// Makes a copy of a tree fit to be checked: a CMake build folder in it that was configured for
/// another place keeps its settings (the cache, rewritten to this place) and loses everything else,
/// since CMake refuses it otherwise. Call it on copies only: it deletes build products. Not an
/// error if there is nothing to do.
base::Result<> settle_copy(const std::string& dir);

enum class Outcome { passed, failed, skipped, error };

inline constexpr std::size_t k_message_max = 2000;           ///< bytes of one test's message
inline constexpr std::size_t k_check_output_max = 64 << 10;  ///< bytes of CheckRun::output
inline constexpr std::size_t k_tests_max = 50000;            ///< results of one run

struct TestResult {
  std::string name;
  Outcome outcome = Outcome::failed;
  std::string message;  ///< at most k_message_max bytes, its end kept; "" for passed tests
  std::int64_t duration_ms = -1;  ///< -1 = the runner did not tell
};

struct CheckRun {
  Check check;
  int exit_code = 0;
  bool timed_out = false;
  std::int64_t duration_ms = 0;
  /// Empty = the runner's output could not be read per test. Some runners name only the tests that
  /// fail: then `total` is larger than the list.
  std::vector<TestResult> tests;
  std::int64_t total = -1;  ///< tests that the runner says it ran, -1 = it did not say
  std::string output;       ///< at most k_check_output_max bytes, head and tail kept
  [[nodiscard]] bool passed() const { return exit_code == 0 && !timed_out; }
};

/// Runs a check in `dir` in a process group of its own, without a terminal, stdin closed, with an
/// environment that keeps tools from asking, paging and colouring, and without the variables of
/// `env` that look like credentials (*_API_KEY, *_TOKEN, *_SECRET, *PASSWORD*). A timeout is a
/// result (timed_out), not a failure. Fails only if it could not be run at all, or with cancelled.
io::Task<base::Result<CheckRun>> run_check(io::Launcher launcher, Check check, std::string dir,
                                           base::Env env, io::Millis timeout);

/// The environment that run_check gives to a check.
base::Env check_env(const base::Env& env);

/// Results per test out of a runner's plain output, in its order, each name once. Empty if nothing
/// is recognised. `check.name` is a hint only: the output decides.
std::vector<TestResult> read_tests(const Check& check, const std::string& output);
/// How many tests the runner says it ran (without skipped ones where it tells them apart).
std::optional<std::int64_t> read_total(const std::string& output);

enum class Status { verified, failed, regressed, unverified };
std::string_view name(Status status);

struct Verdict {
  Status status = Status::unverified;
  std::string reason;                ///< one plain sentence
  std::vector<std::string> fixed;    ///< failed before, passes now
  std::vector<std::string> broken;   ///< passed before, fails now
  std::vector<std::string> failing;  ///< fails now, and did before or was not there
  std::vector<std::string> missing;  ///< passed before, is not there any more
};

/// Judges the run on the final tree against the one before the first change (which may be missing).
/// `changed` = whether the session changed anything. A check that ran no test at all proves
/// nothing: unverified.
Verdict judge(const std::optional<CheckRun>& before, const std::optional<CheckRun>& after,
              bool changed);

}  // namespace verify

#pragma once
// Checks: finding them, running them, reading their results.

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
  std::string command;  ///< for sh -c, run in the project's root; what a person would type
  std::string why;      ///< what made us think so: "tests/test_calc.py uses unittest"
  /// What plumb runs in its place to get a report of each test: the same command with the runner's
  /// own options for one. "" = not decided yet, run_check() does. $PLUMB_REPORTS in it is a folder
  /// that exists only while it runs, outside of the project.
  std::string run;
  std::int64_t timeout_s = 0;        ///< configured; 0 = whoever runs it decides
  std::vector<std::string> reports;  ///< configured: JUnit XML that the command writes, relative to
                                     ///< the root; * matches anything, / included
};

inline constexpr std::size_t k_checks_max = 20;  ///< of one project

/// All checks of a project: those of .plumb/config.toml ([check], [[checks]]), else the test commands
/// that AGENTS.md (or CLAUDE.md) names in backticks, else by the files at the root, else by those in
/// its folders, two levels down (docs/checks.md has the rules). Empty = none found. Reads some files
/// and folders (bounded), runs nothing. `env` is asked for PATH only: whether a runner is installed
/// decides between two that would fit. Fails with invalid (file, line, what is wrong in the
/// configuration), too_big.
base::Result<std::vector<Check>> discover_all(const std::string& root,
                                              const base::Env& env = base::Env::of_process());

/// The first of them. Nothing also where the configuration is wrong: whoever speaks with the user
/// asks discover_all().
std::optional<Check> discover(const std::string& root,
                              const base::Env& env = base::Env::of_process());

/// The same by the files at the root alone, whatever a configuration says: for those who must know
/// the runner behind a command such as `make test`.
std::optional<Check> discover_by_files(const std::string& root, const base::Env& env);

/// For people whose project has no check that could be found: what was looked for, and how to tell.
std::string how_to_configure();

/// Makes a copy of a tree fit to be checked: a CMake build folder in it that was configured for
/// another place keeps its settings (the cache, rewritten to this place) and loses everything else,
/// since CMake refuses it otherwise. Call it on copies only: it deletes build products. Not an
/// error if there is nothing to do.
base::Result<> settle_copy(const std::string& dir);

enum class Outcome { passed, failed, skipped, error };
/// "passed", ...: stable, used in events, receipts and JSON.
std::string_view name(Outcome outcome);
/// Its opposite; error for any other word.
Outcome outcome_named(std::string_view word);

inline constexpr std::size_t k_message_max = 2000;           ///< bytes of one test's message
inline constexpr std::size_t k_check_output_max = 64 << 10;  ///< bytes of CheckRun::output
inline constexpr std::size_t k_tests_max = 50000;            ///< results of one run

struct TestResult {
  std::string name;
  Outcome outcome = Outcome::failed;
  std::string message;  ///< at most k_message_max bytes, its end kept; "" for passed tests
  std::int64_t duration_ms = -1;  ///< -1 = the runner did not tell
};

/// Where the results of a run were read.
enum class ReadFrom {
  none,     ///< nowhere: only the exit code is known
  printed,  ///< in what was printed, which the tests themselves can also write
  report,   ///< in a report that the runner wrote while it ran
};

struct CheckRun {
  Check check;  ///< with `run`
  int exit_code = 0;
  bool timed_out = false;
  std::int64_t duration_ms = 0;
  /// Empty = the runner's output could not be read per test. Some runners name only the tests that
  /// fail: then `total` is larger than the list.
  std::vector<TestResult> tests;
  std::int64_t total = -1;  ///< tests that the runner says it ran, -1 = it did not say
  std::string output;       ///< at most k_check_output_max bytes, head and tail kept
  ReadFrom evidence = ReadFrom::none;
  /// Why a good end of this run proves nothing: "pytest ended without the report that it was asked
  /// for". "" = no doubt. A run with a doubt must not be called verified.
  std::string doubt;
  [[nodiscard]] bool passed() const { return exit_code == 0 && !timed_out; }
};
std::string_view name(ReadFrom evidence);

/// Runs a check in `dir` in a process group of its own, without a terminal, stdin closed, with an
/// environment that keeps tools from asking, paging and colouring, and without the variables of
/// `env` that look like credentials (*_API_KEY, *_TOKEN, *_SECRET, *PASSWORD*). A timeout is a
/// result (timed_out), not a failure; check.timeout_s, if set, replaces `timeout`. Fails only if it
/// could not be run at all, or with cancelled.
///
/// Results come from the runner's own report where it has one (see Check::run): written outside of
/// the project, or in the project by this very run, so that a file that was there before, whoever
/// made it, is never read. What is printed is read only where there is no report.
io::Task<base::Result<CheckRun>> run_check(io::Launcher launcher, Check check, std::string dir,
                                           base::Env env, io::Millis timeout);

/// The environment that run_check gives to a check.
base::Env check_env(const base::Env& env);

/// Results per test out of a runner's plain output, in its order, each name once. Empty if nothing
/// is recognised. `check.name` is a hint only: the output decides.
std::vector<TestResult> read_tests(const Check& check, const std::string& output);
/// How many tests the runner says it ran (without skipped ones where it tells them apart).
std::optional<std::int64_t> read_total(const std::string& output);

}  // namespace verify

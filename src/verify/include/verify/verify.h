#pragma once
// contract: checks: finding them, running them, reading their results, judging. First version; a
// later issue deepens it (more runners, receipts as files, claims, tamper guard, attempts).

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/loop.h"

namespace verify {

/// A way to test a project.
struct Check {
  std::string name;       ///< "unittest", "pytest", "ctest", "make check", "npm test", "cargo test", ...
  std::string command;    ///< for sh -c, run in the project's root
  std::string why;        ///< what made us think so: "tests/test_calc.py uses unittest"
};

/// From .plumb/config.toml ([check] command = "..."), else a line of AGENTS.md that names a test
/// command, else by the files that are there (reference/checks.md). Nothing = none found.
std::optional<Check> discover(const std::string& root);

enum class Outcome { passed, failed, skipped, error };

struct TestResult {
  std::string name;
  Outcome outcome = Outcome::failed;
  std::string message;      ///< bounded
};

struct CheckRun {
  Check check;
  int exit_code = 0;
  bool timed_out = false;
  std::int64_t duration_ms = 0;
  std::vector<TestResult> tests;   ///< empty = the runner's output could not be read per test
  std::string output;              ///< bounded, head and tail kept
  [[nodiscard]] bool passed() const { return exit_code == 0 && !timed_out; }
};

/// Runs a check in `dir`. Fails only if it could not be run at all, or with cancelled.
io::Task<base::Result<CheckRun>> run_check(io::Loop& loop, Check check, std::string dir, base::Env env,
                                           io::Millis timeout);

/// Results per test out of a runner's plain output. Empty if nothing is recognised.
std::vector<TestResult> read_tests(const Check& check, const std::string& output);

enum class Status { verified, failed, regressed, unverified };
std::string_view name(Status status);

struct Verdict {
  Status status = Status::unverified;
  std::string reason;                 ///< one plain sentence
  std::vector<std::string> fixed;     ///< failed before, passes now
  std::vector<std::string> broken;    ///< passed before, fails now
  std::vector<std::string> failing;   ///< fails before and now
};

/// Judges the run on the final tree against the one before the first change (which may be missing).
/// `changed` = whether the session changed anything.
Verdict judge(const std::optional<CheckRun>& before, const std::optional<CheckRun>& after, bool changed);

}  // namespace verify

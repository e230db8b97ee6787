#pragma once
// Checks by the user's own hand (`plumb check`): found and run as plumb runs them at a session's end, in the
// sandbox and in a fork of the tree, of which nothing stays. Not a session: nothing is recorded.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "io/loop.h"
#include "json/json.h"

namespace engine {

struct CheckOptions {
  std::string cwd;                  ///< absolute; the project's root
  std::string command;              ///< run this instead of what is found; "" = what is found
  bool is_affected_only = false;    ///< what the changes since the last commit can affect
  std::vector<std::string> names;   ///< of tests: only these
  /// Before each run: the check's command and, of a part, why that part. Called on the loop's thread.
  std::function<void(const std::string& command, const std::string& why)> on_start;
};

struct CheckedTest {
  std::string name;
  std::string outcome;              ///< passed, failed, skipped, error
  std::int64_t duration_ms = -1;    ///< -1 = not told
  std::string message;
};

struct CheckedRun {
  std::string name, command, why;   ///< as found
  std::string run;                  ///< what was run in its place, to have reports
  std::string part;                 ///< of --affected and NAMES: why not all of it; "" = all
  enum class Status {
    passed,
    failed,
    unproven,     ///< it ended well, and that proves nothing: see `doubt`
    not_needed,   ///< nothing that changed can affect it: not run
    not_run,      ///< it could not be run: see `doubt`
  };
  Status status = Status::not_run;
  std::string doubt;
  int exit_code = 0;
  bool timed_out = false;
  std::int64_t duration_ms = 0;
  std::string evidence;             ///< report, printed, none
  std::int64_t passed = -1, failed = -1, skipped = -1;   ///< tests; -1 = not known
  std::vector<CheckedTest> tests;
  std::string output;               ///< what was printed, its head and tail
};
std::string_view name(CheckedRun::Status status);

struct Checked {
  std::vector<CheckedRun> runs;     ///< empty = no check was found: `advice` says what to do
  std::string advice;
  std::string warning;              ///< "" or why it did not run in a fork
};

/// Fails with invalid (the configuration, with file and line; names that the check cannot be given),
/// cancelled, and where no sandbox or fork can be had.
io::Task<base::Result<Checked>> run_checks(io::Loop& loop, Settings settings, CheckOptions options);

/// For `plumb check`: 0 all passed, 3 something failed, 5 nothing was proven.
int exit_code(const Checked& checked);
json::Value to_json(const Checked& checked);

}  // namespace engine

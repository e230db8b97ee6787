#pragma once
// One reader for each family of runners. A reader gives nothing unless it is sure that the output
// is its own, so all of them can be tried.

#include "output_lines.h"
#include "verify/verify.h"

namespace verify {

std::vector<TestResult> read_unittest(const OutputLines& lines);
std::vector<TestResult> read_pytest(const OutputLines& lines);
std::vector<TestResult> read_ctest(const OutputLines& lines);
std::vector<TestResult> read_gtest(const OutputLines& lines);
std::vector<TestResult> read_meson(const OutputLines& lines);
std::vector<TestResult> read_automake(const OutputLines& lines);
std::vector<TestResult> read_tap(const OutputLines& lines);
std::vector<TestResult> read_cargo(const OutputLines& lines);
std::vector<TestResult> read_go_json(const OutputLines& lines);
std::vector<TestResult> read_go(const OutputLines& lines);
std::vector<TestResult> read_js_spec(const OutputLines& lines);
std::vector<TestResult> read_surefire(const OutputLines& lines);
std::vector<TestResult> read_gradle(const OutputLines& lines);

/// What `go test -json` would have printed without it.
std::string plain_go_output(const std::string& output);
/// Why the printed lines of cargo's test programs do not add up, "" = they do.
std::string cargo_doubt(const OutputLines& lines);
/// Why TAP's plans were not kept, "" = they were.
std::string tap_doubt(const OutputLines& lines);

/// What is printed, read by the first reader that knows it.
struct Printed {
  std::string_view reader;   ///< "pytest", "ctest", ...: "" = nobody knew it
  std::vector<TestResult> tests;
  std::string doubt;         ///< as CheckRun::doubt
};
Printed read_printed(const Check& check, const OutputLines& lines);
/// Each name once, the worst outcome of it; no messages of passed tests.
std::vector<TestResult> each_once(std::vector<TestResult> found);
/// How many runs of pytest have printed their last line.
int pytest_runs(const OutputLines& lines);

/// The end of a message, cut to k_message_max bytes between two characters, blank lines at both
/// ends removed.
std::string bounded_message(std::string_view message);
/// Lines [begin, end) joined.
std::string join_lines(const OutputLines& lines, std::size_t begin, std::size_t end);

}  // namespace verify

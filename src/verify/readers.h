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

/// The end of a message, cut to k_message_max bytes between two characters, blank lines at both
/// ends removed.
std::string bounded_message(std::string_view message);
/// Lines [begin, end) joined.
std::string join_lines(const OutputLines& lines, std::size_t begin, std::size_t end);

}  // namespace verify

#pragma once
// One reader for each form of report. A report is hostile input: bounded, any bytes.

#include <string>
#include <string_view>
#include <vector>

#include "verify/verify.h"

namespace verify {

/// Who wrote a JUnit XML decides what its names mean.
enum class Dialect {
  plain,     ///< "classname.name", as surefire, gradle and most others
  pytest,    ///< node ids: "tests/test_a.py::A::test_x"
  ctest,     ///< the name alone
  node,      ///< "suite > name"
  gtest,     ///< "Suite.Name"
};

inline constexpr std::size_t k_xml_elements_max = 1000000;
inline constexpr std::size_t k_xml_depth_max = 64;

/// Results in the order of the report. Fails with invalid (not XML, cut off, no test suites in it),
/// too_big.
base::Result<std::vector<TestResult>> read_junit(std::string_view xml, Dialect dialect);

/// The notes of plumb_unittest.py. Fails with invalid: a run that did not come to its end.
base::Result<std::vector<TestResult>> read_unittest_notes(std::string_view lines);
/// `jest --json` and vitest's json. `dir` is cut off the names of files.
base::Result<std::vector<TestResult>> read_jest(std::string_view text, const std::string& dir);
base::Result<std::vector<TestResult>> read_mocha(std::string_view text, const std::string& dir);
/// meson-logs/testlog.json: an object a line.
base::Result<std::vector<TestResult>> read_meson_log(std::string_view lines);
/// One .trs file of automake; `log` is the end of the test's log.
std::vector<TestResult> read_trs(const std::string& path, std::string_view text, std::string_view log);

/// Text for people: valid UTF-8, at most k_message_max bytes, its end kept.
std::string message_of(std::string_view text);
/// The same for a name: at most k_name_max bytes, no line feeds.
std::string name_of(std::string_view text);
inline constexpr std::size_t k_name_max = 1000;

}  // namespace verify

#pragma once
// The last word of a test runner: how many passed and failed, out of the lines that say so.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace verify {

struct Summary {
  std::int64_t passed = 0, failed = 0;
  bool in_one_line =
      true;  ///< passed and failed stand in one line, of which a run has one: grep cannot part them
  std::string line;  ///< the line that said it, at most 200 bytes
};

/// The summary in a runner's output: lines that no prose contains by chance, such as
/// "==== 12 passed in 0.10s ====", "OK (12 tests)", "test result: ok. 3 passed; 0 failed". Runners
/// that print one for each suite are added up; else the last one counts, and the failures of the
/// worst. Nothing if there is none.
std::optional<Summary> summary_of(const std::string& output);

}  // namespace verify

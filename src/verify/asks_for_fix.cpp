// Does a task ask for a repair? Words decide: a verb of repair, or a noun of failure. A task that is wrongly
// taken for a repair costs a "show me the test"; one that is wrongly not, a proof by faults instead. What
// is repaired in texts ("fix the typo in the README") needs no test, but then no check says anything either.

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "verify/judge.h"

namespace verify {
namespace {

constexpr std::array<std::string_view, 22> k_whole = {
    "fix",     "fixes",   "fixed",   "fixing", "bug",     "bugs",    "bugfix",  "repair", "debug",  "crash",     "crashes",
    "crashed", "broken",  "wrong",   "hangs",  "leak",    "leaks",   "defect",  "fehler", "corrige", "segfault", "segfaults"};
constexpr std::array<std::string_view, 8> k_begins = {"regress", "incorrect", "misbehav", "malfunction", "repar", "behebe", "corregi", "deadlock"};
// "make the failing tests pass", "the build fails": of tests and builds only, since "exit 1 on failure" is a feature.
constexpr std::array<std::string_view, 4> k_failing = {"failing", "fails", "fail", "red"};
constexpr std::array<std::string_view, 6> k_of_tests = {"test", "tests", "build", "suite", "ci", "check"};

}  // namespace

bool asks_for_fix(std::string_view task) {
  bool failing = false, of_tests = false;
  for (const std::string_view cjk : {"修复", "修正", "バグ"})
    if (task.find(cjk) != std::string_view::npos) return true;
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t at = 0; at < task.size();) {
    if (!is_letter(task[at])) {
      ++at;
      continue;
    }
    std::string word;
    for (; at < task.size() && is_letter(task[at]); ++at)
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(task[at])));
    if (std::find(k_whole.begin(), k_whole.end(), word) != k_whole.end()) return true;
    for (const auto begin : k_begins)
      if (word.starts_with(begin)) return true;
    failing = failing || std::find(k_failing.begin(), k_failing.end(), word) != k_failing.end();
    of_tests = of_tests || std::find(k_of_tests.begin(), k_of_tests.end(), word) != k_of_tests.end();
  }
  return failing && of_tests;
}

}  // namespace verify

// Which reader? The check's name is only a hint: `make test` may run anything, and a command from a
// configuration file has no name at all. So every reader that knows its own output is tried, the
// one that the name suggests first; runners that wrap others (ctest prints a failing gtest's
// output) come before the ones they wrap.

#include <algorithm>
#include <array>
#include <set>

#include "readers.h"
#include "text/cut.h"

namespace verify {
namespace {

struct Known {
  std::string_view name;
  std::vector<TestResult> (*read)(const OutputLines&);
};

constexpr std::array k_readers = {
    Known{"ctest", read_ctest},       Known{"meson", read_meson},
    Known{"go test", read_go_json},   Known{"go test", read_go},
    Known{"cargo test", read_cargo},  Known{"pytest", read_pytest},
    Known{"unittest", read_unittest}, Known{"maven", read_surefire},
    Known{"gradle", read_gradle},     Known{"npm test", read_js_spec},
    Known{"gtest", read_gtest},       Known{"make", read_automake},
    Known{"tap", read_tap},
};

/// Worse outcomes win where a runner names a test twice (test and teardown, a flaky rerun).
int badness(Outcome outcome) {
  switch (outcome) {
    case Outcome::skipped:
      return 0;
    case Outcome::passed:
      return 1;
    case Outcome::failed:
      return 2;
    case Outcome::error:
      return 3;
  }
  return 3;
}

/// "Ran 8 tests in 0.001s" (unittest).
std::optional<std::int64_t> unittest_total(std::string_view line) {
  if (!take(line, "Ran ")) return std::nullopt;
  const auto n = take_number(line);
  if (!n || !(take(line, " test in ") || take(line, " tests in "))) return std::nullopt;
  return n;
}

/// "3 failed, 2 passed, 1 skipped in 0.03s", perhaps between "=====" (pytest).
std::optional<std::int64_t> pytest_total(std::string_view line) {
  line = trim(line);
  while (line.starts_with('=')) line.remove_prefix(1);
  while (line.ends_with('=')) line.remove_suffix(1);
  line = trim(line);
  if (line.find(" in ") == std::string_view::npos || !line.ends_with('s')) return std::nullopt;
  std::int64_t total = 0;
  bool any = false;
  while (true) {
    const auto n = take_number(line);
    if (!n || !take(line, " ")) break;
    const std::size_t end = line.find_first_of(", ");
    const std::string_view word = line.substr(0, end);
    if (word == "passed" || word == "failed" || word.starts_with("error") || word == "xfailed" ||
        word == "xpassed")
      total += *n;
    else if (word != "skipped" && word != "deselected" && !word.starts_with("warning"))
      return std::nullopt;
    any = true;
    line.remove_prefix(std::min(end, line.size()));
    if (!take(line, ", ")) break;
  }
  if (!any || !line.starts_with(" in ")) return std::nullopt;
  return total;
}

/// "33% tests passed, 4 tests failed out of 6" (ctest).
/// "2 passing (4ms)", "1 failing"; `word` is what stands behind the number.
std::optional<std::int64_t> mocha_count(std::string_view line, std::string_view word) {
  line = trim(line);
  const auto n = take_number(line);
  const bool is_it = word.ends_with('(') ? line.starts_with(word) : line == word;
  return n && is_it ? n : std::nullopt;
}

std::optional<std::int64_t> ctest_total(std::string_view line) {
  if (!take_number(line) || !take(line, "% tests passed, ")) return std::nullopt;
  const auto at = line.find(" out of ");
  if (at == std::string_view::npos) return std::nullopt;
  line.remove_prefix(at + 8);
  return take_number(line);
}

}  // namespace

std::vector<TestResult> each_once(std::vector<TestResult> found) {
  std::vector<TestResult> once;
  std::map<std::string, std::size_t, std::less<>> seen;
  for (auto& test : found) {
    const auto [at, is_new] = seen.emplace(test.name, once.size());
    if (is_new) {
      if (once.size() >= k_tests_max) break;
      once.push_back(std::move(test));
      continue;
    }
    auto& kept = once[at->second];
    if (badness(test.outcome) > badness(kept.outcome)) kept.outcome = test.outcome;
    if (test.duration_ms > kept.duration_ms) kept.duration_ms = test.duration_ms;
    if (kept.message.empty()) kept.message = std::move(test.message);
  }
  for (auto& test : once)
    if (test.outcome == Outcome::passed) test.message.clear();
  return once;
}

int pytest_runs(const OutputLines& lines) {
  int count = 0;
  for (const auto line : lines.all()) count += pytest_total(line) ? 1 : 0;
  return count;
}

std::string bounded_message(std::string_view message) {
  while (!message.empty() && (message.front() == '\n')) message.remove_prefix(1);
  while (!message.empty() && (message.back() == '\n' || message.back() == ' '))
    message.remove_suffix(1);
  return std::string(text::clip_front(message, k_message_max));
}

std::string join_lines(const OutputLines& lines, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < std::min(end, lines.size()); ++i) {
    out += lines[i];
    out += '\n';
  }
  return bounded_message(out);
}

Printed read_printed(const Check& check, const OutputLines& lines) {
  Printed printed;
  const auto try_all = [&](bool named) {
    for (const auto& reader : k_readers) {
      if (named && reader.name != check.name) continue;
      auto found = reader.read(lines);
      if (found.empty()) continue;
      printed.reader = reader.name;
      printed.tests = each_once(std::move(found));
      return true;
    }
    return false;
  };
  if (!try_all(true)) try_all(false);
  if (printed.reader == "cargo test" || printed.reader.empty()) printed.doubt = cargo_doubt(lines);
  if (printed.reader == "tap") printed.doubt = tap_doubt(lines);
  return printed;
}

std::vector<TestResult> read_tests(const Check& check, const std::string& output) {
  return read_printed(check, OutputLines(output)).tests;
}

std::optional<std::int64_t> read_total(const std::string& output) {
  const OutputLines lines(output);
  std::int64_t failing = 0;
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (const auto n = mocha_count(lines[i], " failing")) failing = *n;
    if (const auto n = mocha_count(lines[i], " passing (")) return *n + failing;
    if (auto n = unittest_total(lines[i])) return n;
    if (auto n = pytest_total(lines[i])) return n;
    if (auto n = ctest_total(lines[i])) return n;
  }
  return std::nullopt;
}

}  // namespace verify

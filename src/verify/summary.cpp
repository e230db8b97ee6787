// Only whole formats count: "12 passed" alone is what a model writes, " 12 passed in 0.10s" is what
// pytest does. A format says both how many passed and how many failed, or it is worth nothing where
// the rest of the output was cut away.

#include "summary.h"

#include <algorithm>
#include <array>

#include "output_lines.h"
#include "text/cut.h"

namespace verify {
namespace {

constexpr std::size_t k_line_max = 400;  // longer lines are no summaries
constexpr std::size_t k_line_kept = 200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The number in front of `word`: "3 passed" or "3 tests passed" if `word` says so.
std::optional<std::int64_t> before(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos;
       at = line.find(word, at + 1)) {
    const std::size_t after = at + word.size();
    if (after < line.size() && is_letter(line[after])) continue;
    std::size_t end = at;
    while (end > 0 && line[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_digit(line[begin - 1])) --begin;
    if (begin == end || end == at) continue;
    std::string_view number = line.substr(begin, end - begin);
    return take_number(number);
  }
  return std::nullopt;
}

/// The number behind `label`: "Failures: 2".
std::optional<std::int64_t> behind(std::string_view line, std::string_view label) {
  const auto at = line.find(label);
  if (at == std::string_view::npos) return std::nullopt;
  line = trim(line.substr(at + label.size()));
  return take_number(line);
}

std::int64_t or_0(std::optional<std::int64_t> n) {
  return n.value_or(0);
}

/// Digits, then a point or not, then "s", "ms", "min": how long it took.
bool has_time(std::string_view line) {
  for (auto at = line.find(" in "); at != std::string_view::npos; at = line.find(" in ", at + 1))
    if (at + 4 < line.size() && is_digit(line[at + 4])) return true;
  return false;
}

std::optional<Summary> pytest_line(std::string_view line) {
  line = trim(line);
  while (line.starts_with('=')) line.remove_prefix(1);
  while (line.ends_with('=')) line.remove_suffix(1);
  line = trim(line);
  if (!has_time(line) || line.empty()) return std::nullopt;
  if (line.starts_with("no tests ran in ")) return Summary{};
  if (!is_digit(line.front())) return std::nullopt;
  const auto passed = before(line, "passed"), failed = before(line, "failed");
  auto errors = before(line, "errors");
  if (!errors) errors = before(line, "error");
  const bool any = passed || failed || errors || before(line, "skipped") ||
                   before(line, "deselected") || before(line, "xfailed");
  if (!any || line.find("::") != std::string_view::npos) return std::nullopt;
  return Summary{or_0(passed), or_0(failed) + or_0(errors), true, {}};
}

std::optional<Summary> cargo_line(std::string_view line) {
  if (line.find("test result: ") == std::string_view::npos) return std::nullopt;
  const auto passed = before(line, "passed"), failed = before(line, "failed");
  if (!passed || !failed) return std::nullopt;
  return Summary{*passed, *failed, true, {}};
}

std::optional<Summary> ctest_line(std::string_view line) {
  if (line.find("% tests passed, ") == std::string_view::npos) return std::nullopt;
  const auto total = behind(line, " out of ");
  auto failed = before(line, "tests failed");
  if (!failed) failed = before(line, "test failed");
  if (!total || !failed) return std::nullopt;
  return Summary{*total - *failed, *failed, true, {}};
}

/// "Tests: 1 failed, 10 passed, 11 total" (jest), "Tests  10 passed (10)" (vitest).
std::optional<Summary> jest_line(std::string_view line) {
  line = trim(line);
  if (!take(line, "Tests")) return std::nullopt;
  const bool is_jest = line.starts_with(':') && before(line, "total");
  const bool is_vitest = line.starts_with("  ") && line.ends_with(')');
  if (!is_jest && !is_vitest) return std::nullopt;
  const auto passed = before(line, "passed"), failed = before(line, "failed");
  if (!passed && !failed && !before(line, "total")) return std::nullopt;
  return Summary{or_0(passed), or_0(failed), true, {}};
}

/// "Tests run: 12, Failures: 0, Errors: 0, Skipped: 0" (JUnit, Maven).
std::optional<Summary> junit_line(std::string_view line) {
  const auto run = behind(line, "Tests run: "), failures = behind(line, "Failures: ");
  if (!run || !failures) return std::nullopt;
  const auto bad = *failures + or_0(behind(line, "Errors: "));
  return Summary{
      std::max<std::int64_t>(0, *run - bad - or_0(behind(line, "Skipped: "))), bad, true, {}};
}

/// "OK (12 tests)", "OK (12 tests, 30 assertions)".
std::optional<Summary> ok_line(std::string_view line) {
  line = trim(line);
  if (!take(line, "OK (")) return std::nullopt;
  const auto n = take_number(line);
  if (!n || !(take(line, " test") || take(line, " example"))) return std::nullopt;
  return Summary{*n, 0, true, {}};
}

/// "12 examples, 0 failures", "12 tests, 0 failures", "Executed 12 tests, with 0 failures".
std::optional<Summary> failures_line(std::string_view line) {
  auto total = before(line, "examples,");
  if (!total) total = before(line, "example,");
  if (!total) total = before(line, "tests,");
  if (!total) total = before(line, "test,");
  auto failed = before(line, "failures");
  if (!failed) failed = before(line, "failure");
  if (!total || !failed) return std::nullopt;
  line = trim(line);
  if (!is_digit(line.front()) && !line.starts_with("Executed ")) return std::nullopt;
  return Summary{std::max<std::int64_t>(0, *total - *failed), *failed, true, {}};
}

/// "Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12" (dotnet).
std::optional<Summary> dotnet_line(std::string_view line) {
  const auto failed = behind(line, "Failed: "), passed = behind(line, "Passed: ");
  if (!failed || !passed || line.find("Total: ") == std::string_view::npos) return std::nullopt;
  return Summary{*passed, *failed, true, {}};
}

/// "ok | 12 passed | 0 failed (10ms)" (deno), "[doctest] test cases: 12 | 12 passed | 0 failed".
std::optional<Summary> bars_line(std::string_view line) {
  if (line.find(" | ") == std::string_view::npos) return std::nullopt;
  if (!trim(line).starts_with("ok |") && !trim(line).starts_with("FAILED |") &&
      !line.starts_with("[doctest] test cases"))
    return std::nullopt;
  const auto passed = before(line, "passed"), failed = before(line, "failed");
  if (!passed || !failed) return std::nullopt;
  return Summary{*passed, *failed, true, {}};
}

/// "All tests passed (30 assertions in 12 test cases)" (Catch2).
std::optional<Summary> catch_line(std::string_view line) {
  if (!line.starts_with("All tests passed (")) return std::nullopt;
  auto n = before(line, "test cases");
  if (!n) n = before(line, "test case");
  if (!n) return std::nullopt;
  return Summary{*n, 0, true, {}};
}

using LineReader = std::optional<Summary> (*)(std::string_view);
constexpr std::array<LineReader, 10> k_line_readers = {
    pytest_line, cargo_line,    ctest_line,  jest_line, junit_line,
    ok_line,     failures_line, dotnet_line, bars_line, catch_line};

/// Runners whose summary takes several lines.
class Spread {
 public:
  void read(std::string_view line) {
    unittest(line);
    node(line);
    gtest(line);
    mocha(line);
    meson(line);
  }
  [[nodiscard]] std::optional<Summary> found() const { return found_; }

 private:
  void say(Summary summary, std::string_view line) {
    summary.line = std::string(text::clip(trim(line), k_line_kept));
    summary.in_one_line = false;
    if (found_) summary.failed = std::max(summary.failed, found_->failed);
    found_ = std::move(summary);
  }

  void unittest(std::string_view line) {
    std::string_view rest = line;
    if (take(rest, "Ran ")) {
      const auto n = take_number(rest);
      if (n && rest.starts_with(" test")) ran_ = n;
      return;
    }
    if (!ran_) return;
    const bool ok = line == "OK" || line.starts_with("OK (") || line.starts_with("NO TESTS RAN");
    if (!ok && !line.starts_with("FAILED (")) return;
    const auto bad = or_0(behind(line, "failures=")) + or_0(behind(line, "errors=")) +
                     or_0(behind(line, "unexpected successes="));
    say({std::max<std::int64_t>(0, *ran_ - bad - or_0(behind(line, "skipped="))), bad, true, {}},
        line);
    ran_.reset();
  }

  void node(std::string_view whole) {
    std::string_view line = trim(whole);
    if (!take(line, "# ") && !take(line, "\xe2\x84\xb9 ")) return;  // an i in a circle
    if (take(line, "pass ")) pass_ = take_number(line);
    if (take(line, "fail ") && pass_)
      if (const auto fail = take_number(line)) say({*pass_, *fail, true, {}}, whole);
  }

  void gtest(std::string_view line) {
    if (line.starts_with("[  PASSED  ] "))
      if (const auto n = behind(line, "[  PASSED  ] ")) {
        gtest_passed_ = n;
        say({*n, 0, true, {}}, line);
      }
    if (line.starts_with("[  FAILED  ] ") && line.ends_with("listed below:") && gtest_passed_)
      if (const auto n = behind(line, "[  FAILED  ] ")) say({*gtest_passed_, *n, true, {}}, line);
  }

  void mocha(std::string_view line) {
    line = trim(line);
    std::string_view rest = line;
    const auto n = take_number(rest);
    if (!n) return;
    if (rest.starts_with(" passing (")) {
      mocha_passed_ = n;
      say({*n, 0, true, {}}, line);
    } else if (rest == " failing" && mocha_passed_) {
      say({*mocha_passed_, *n, true, {}}, line);
    }
  }

  void meson(std::string_view line) {
    if (line.starts_with("Ok: ")) meson_passed_ = behind(line, "Ok: ");
    if (line.starts_with("Fail: ") && meson_passed_)
      if (const auto n = behind(line, "Fail: ")) say({*meson_passed_, *n, true, {}}, line);
  }

  std::optional<std::int64_t> ran_, pass_, gtest_passed_, mocha_passed_, meson_passed_;
  std::optional<Summary> found_;
};

}  // namespace

std::optional<Summary> summary_of(const std::string& output) {
  const OutputLines lines(output);
  std::optional<Summary> sum;
  Spread spread;
  LineReader summed_by = nullptr;
  for (const std::string_view line : lines.all()) {
    if (line.size() > k_line_max) continue;
    spread.read(line);
    for (const LineReader reader : k_line_readers) {
      auto one = reader(line);
      if (!one) continue;
      one->line = std::string(text::clip(trim(line), k_line_kept));
      // JUnit's last line is the sum already; cargo has one for each binary.
      one->in_one_line = reader != cargo_line && reader != dotnet_line && reader != junit_line;
      const bool adds_up =
          sum && summed_by == reader && (reader == cargo_line || reader == dotnet_line);
      if (adds_up) {
        one->passed += sum->passed;
        one->failed += sum->failed;
      }
      if (sum && !adds_up) one->failed = std::max(one->failed, sum->failed);
      sum = std::move(one);
      summed_by = reader;
      break;
    }
  }
  if (!sum) return spread.found();
  if (const auto other = spread.found()) sum->failed = std::max(sum->failed, other->failed);
  return sum;
}

}  // namespace verify

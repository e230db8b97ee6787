// Runners of C and C++ projects: ctest, GoogleTest, meson, automake.

#include <optional>

#include "readers.h"

namespace verify {
namespace {

// ---- ctest ----

struct CtestWord {
  std::string_view text;
  Outcome outcome;
};
constexpr CtestWord k_ctest_words[] = {
    {"   Passed", Outcome::passed},     {"***Failed", Outcome::failed},
    {"***Skipped", Outcome::skipped},   {"***Timeout", Outcome::failed},
    {"***Exception", Outcome::failed},  {"***Not Run", Outcome::error},
    {"***Bad Command", Outcome::error}, {"***Not Run (Disabled)", Outcome::skipped},
};

/// "2/6 Test #2: with .......***Not Run   0.00 sec".
std::optional<TestResult> ctest_line(std::string_view line) {
  line = trim(line);
  if (!take_number(line) || !take(line, "/") || !take_number(line)) return std::nullopt;
  line = trim(line);
  if (!take(line, "Test")) return std::nullopt;
  line = trim(line);
  if (!take(line, "#") || !take_number(line) || !take(line, ": ")) return std::nullopt;
  TestResult result;
  for (const auto& word : k_ctest_words) {
    const auto at = line.rfind(word.text);
    if (at == std::string_view::npos) continue;
    std::string_view name = line.substr(0, at);
    while (name.ends_with('.')) name.remove_suffix(1);
    result.name = std::string(trim(name));
    result.outcome = word.outcome;
    if (word.outcome != Outcome::passed) result.message = std::string(trim(line.substr(at)));
    std::string_view time = line.substr(at + word.text.size());
    // "***Exception: SegFault  0.12 sec"
    if (const auto blanks = time.rfind("  "); blanks != std::string_view::npos)
      time = time.substr(blanks);
    time = trim(time);
    result.duration_ms = take_duration(time).value_or(-1);
  }
  if (result.name.empty()) return std::nullopt;
  return result;
}

bool is_ctest_border(std::string_view line) {
  const std::string_view text = trim(line);
  return ctest_line(line) || text.starts_with("Start ") ||
         text.find("% tests passed") != std::string_view::npos;
}

// ---- meson, automake ----

struct StatusWord {
  std::string_view text;
  Outcome outcome;
};
constexpr StatusWord k_meson_words[] = {
    {"OK", Outcome::passed},
    {"FAIL", Outcome::failed},
    {"SKIP", Outcome::skipped},
    {"TIMEOUT", Outcome::failed},
    {"ERROR", Outcome::error},
    {"EXPECTEDFAIL", Outcome::passed},
    {"UNEXPECTEDPASS", Outcome::failed},
    {"INTERRUPT", Outcome::error},
};
constexpr StatusWord k_automake_words[] = {
    {"PASS: ", Outcome::passed},  {"FAIL: ", Outcome::failed},  {"SKIP: ", Outcome::skipped},
    {"XFAIL: ", Outcome::passed}, {"XPASS: ", Outcome::failed}, {"ERROR: ", Outcome::error},
};

/// Of automake before its tests ran side by side: "All 3 tests passed", "1 test passed", "2 of 3 tests failed".
bool is_serial_summary(std::string_view line) {
  line = line.substr(0, line.find(" ("));  // "(1 test was not run)"
  static_cast<void>(take(line, "All "));
  const bool counted = take_number(line) && (!take(line, " of ") || take_number(line));
  return counted && (line == " test passed" || line == " tests passed" || line == " test failed" || line == " tests failed");
}

/// " 1/12 suite / name        OK              0.01s".
std::optional<TestResult> meson_line(std::string_view line) {
  line = trim(line);
  if (!take_number(line) || !take(line, "/") || !take_number(line) || !take(line, " "))
    return std::nullopt;
  for (const auto& word : k_meson_words) {
    const std::string marked = " " + std::string(word.text) + " ";
    const auto at = line.rfind(marked);
    if (at == std::string_view::npos || at == 0) continue;
    std::string_view after = trim(line.substr(at + marked.size()));
    const auto time = take_duration(after);
    if (!time) continue;
    return TestResult{std::string(trim(line.substr(0, at))), word.outcome,
                      std::string(trim(after)), *time};
  }
  return std::nullopt;
}

}  // namespace

std::vector<TestResult> read_ctest(const OutputLines& lines) {
  std::vector<TestResult> results;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto result = ctest_line(lines[i]);
    if (!result) continue;
    std::size_t end = i + 1;
    while (end < lines.size() && !is_ctest_border(lines[end])) ++end;
    if (result->outcome != Outcome::passed) {
      const std::string printed = join_lines(lines, i + 1, end);
      if (!printed.empty()) result->message = bounded_message(result->message + "\n" + printed);
    }
    results.push_back(*std::move(result));
    i = end - 1;
  }
  return results;
}

std::vector<TestResult> read_gtest(const OutputLines& lines) {
  std::vector<TestResult> results;
  std::size_t started = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (line.starts_with("[ RUN      ] ")) started = i + 1;
    // Without a time it is the list at the end, which names tests again.
    if (!line.ends_with(" ms)")) continue;
    TestResult result;
    if (take(line, "[       OK ] ")) {
      result.outcome = Outcome::passed;
    } else if (take(line, "[  FAILED  ] ")) {
      result.outcome = Outcome::failed;
    } else if (take(line, "[  SKIPPED ] ")) {
      result.outcome = Outcome::skipped;
    } else {
      continue;
    }
    std::string_view time = line.substr(before_last(line, " (").size());
    take(time, " (");
    result.duration_ms = take_duration(time).value_or(-1);
    line = before_last(line, " (");
    result.name = std::string(line.substr(0, line.find(", where ")));
    if (result.outcome != Outcome::passed && started != 0)
      result.message = join_lines(lines, started, i);
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<TestResult> read_meson(const OutputLines& lines) {
  std::vector<TestResult> results;
  for (const auto line : lines.all())
    if (auto result = meson_line(line)) results.push_back(*std::move(result));
  return results;
}

std::vector<TestResult> read_automake(const OutputLines& lines) {
  bool is_ours = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (line.starts_with("# TOTAL:") || line.starts_with("Testsuite summary")) is_ours = true;
    const bool is_framed = i > 0 && lines[i - 1].starts_with("====") && lines[i - 1].find_first_not_of('=') == std::string_view::npos;
    if (is_framed && is_serial_summary(line)) is_ours = true;
  }
  std::vector<TestResult> results;
  if (!is_ours) return results;
  for (const auto line : lines.all())
    for (const auto& word : k_automake_words) {
      std::string_view rest = line;
      if (take(rest, word.text)) results.push_back({.name = std::string(trim(rest)), .outcome = word.outcome});
    }
  return results;
}

}  // namespace verify

// Runners of C and C++ projects: ctest, GoogleTest, meson, automake, and TAP, which everybody
// speaks.

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

// ---- TAP ----

struct TapLine {
  bool ok = false;
  std::size_t indent = 0;
  std::string_view name;
  bool skipped = false, todo = false;
};

std::optional<TapLine> tap_line(std::string_view line) {
  TapLine tap;
  tap.indent = indent_of(line);
  line.remove_prefix(tap.indent);
  tap.ok = !take(line, "not ");
  if (!take(line, "ok") || (!line.empty() && line[0] != ' ')) return std::nullopt;
  line = trim(line);
  const auto number = take_number(line);
  if (!number && line.empty()) return std::nullopt;
  line = trim(line);
  take(line, "- ");
  if (const auto hash = line.rfind(" #"); hash != std::string_view::npos || line.starts_with("#")) {
    const std::string_view directive =
        trim(line.substr(hash == std::string_view::npos ? 1 : hash + 2));
    const auto is = [&](std::string_view upper, std::string_view lower) {
      return directive.starts_with(upper) || directive.starts_with(lower);
    };
    tap.skipped = is("SKIP", "skip");
    tap.todo = is("TODO", "todo");
    if (tap.skipped || tap.todo) line = hash == std::string_view::npos ? "" : line.substr(0, hash);
  }
  tap.name = trim(line);
  return tap;
}

/// Node writes "duration_ms: 1.18" into the block of details below a result. -1 = none there.
std::int64_t tap_duration(const OutputLines& lines, std::size_t i) {
  if (i >= lines.size() || trim(lines[i]) != "---") return -1;
  constexpr std::size_t k_block_max = 200;
  for (std::size_t n = 1; n < k_block_max && i + n < lines.size(); ++n) {
    std::string_view line = trim(lines[i + n]);
    if (line == "...") return -1;
    if (!take(line, "duration_ms: ")) continue;
    const std::string with_unit = std::string(line) + "ms";
    std::string_view time = with_unit;
    return take_duration(time).value_or(-1);
  }
  return -1;
}

bool is_tap(const OutputLines& lines) {
  bool plan = false;
  bool result = false;
  for (const auto line : lines.all()) {
    std::string_view text = line;
    if (text.starts_with("TAP version")) return true;
    if (text.starts_with("1..")) {
      take(text, "1..");
      if (take_number(text)) plan = true;
    }
    result = result || tap_line(line);
  }
  return plan && result;
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
  for (const auto line : lines.all())
    if (line.starts_with("# TOTAL:") || line.starts_with("Testsuite summary")) is_ours = true;
  std::vector<TestResult> results;
  if (!is_ours) return results;
  for (const auto line : lines.all())
    for (const auto& word : k_automake_words) {
      std::string_view rest = line;
      if (take(rest, word.text)) results.push_back({.name = std::string(trim(rest)), .outcome = word.outcome});
    }
  return results;
}

/// Nested results ("subtests") come before their parent's line, one indentation deeper. A parent is
/// the sum of its children and no test of its own.
std::vector<TestResult> read_tap(const OutputLines& lines) {
  if (!is_tap(lines)) return {};
  struct Open {
    std::size_t indent, index;
  };
  std::vector<TestResult> results;
  std::vector<Open> open;  // results whose parents may still come
  int unnamed = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto tap = tap_line(lines[i]);
    if (!tap) continue;
    const std::string name =
        tap->name.empty() ? "test " + std::to_string(++unnamed) : std::string(tap->name);
    bool is_parent = false;
    for (auto& child : open)
      if (child.indent > tap->indent) {
        is_parent = true;
        results[child.index].name = name + " > " + results[child.index].name;
        child.indent = tap->indent;  // a grandparent may follow
      }
    if (is_parent) continue;
    TestResult result;
    result.name = name;
    result.outcome = tap->ok || tap->todo ? Outcome::passed : Outcome::failed;
    if (tap->skipped) result.outcome = Outcome::skipped;
    result.duration_ms = tap_duration(lines, i + 1);
    if (result.outcome == Outcome::failed) {
      std::size_t end = i + 1;
      while (end < lines.size() && !tap_line(lines[end]) &&
             (lines[end].starts_with("#") || indent_of(lines[end]) > tap->indent))
        ++end;
      result.message = join_lines(lines, i + 1, end);
    }
    open.push_back({tap->indent, results.size()});
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace verify

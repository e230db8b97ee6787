// TAP 12 to 14. Nested results ("subtests") come before their parent's line, one indentation deeper. A
// parent is the sum of its children and no test of its own, unless it fails where none of them did.
// Writers of TAP like to give many results one name ("should be equal"): from the second on they are
// numbered, so that none hides another.

#include <algorithm>
#include <map>
#include <optional>

#include "readers.h"
#include "report_readers.h"

namespace verify {
namespace {

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
    tap.skipped = is("SKIP", "skip") || directive.starts_with("Skip");
    tap.todo = is("TODO", "todo") || directive.starts_with("Todo");
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

/// "1..4" at the margin.
std::optional<std::int64_t> tap_plan(std::string_view line) {
  if (!take(line, "1..")) return std::nullopt;
  const auto count = take_number(line);
  if (!count || (!line.empty() && line[0] != ' ')) return std::nullopt;
  return count;
}

class TapReader {
 public:
  explicit TapReader(const OutputLines& lines) : lines_(lines) {}

  std::vector<TestResult> read() {
    for (std::size_t i = 0; i < lines_.size() && results_.size() < k_tests_max; ++i) {
      const auto tap = tap_line(lines_[i]);
      if (!tap) continue;
      const std::string name =
          tap->name.empty() ? "test " + std::to_string(++unnamed_) : std::string(tap->name);
      if (!adopt(*tap, name)) add(*tap, name, i);
    }
    number_the_equal();
    return std::move(results_);
  }

 private:
  struct Open {
    std::size_t indent, index;
  };

  /// True if `tap` is the parent of results before it, which get its name before theirs. They are at
  /// the end of open_, which is sorted by indentation.
  bool adopt(const TapLine& tap, const std::string& name) {
    bool any = false;
    bool any_failed = false;
    for (std::size_t n = open_.size(); n-- > 0 && open_[n].indent > tap.indent;) {
      auto& child = results_[open_[n].index];
      any = true;
      any_failed = any_failed || child.outcome == Outcome::failed;
      if (child.name.size() + name.size() < k_name_max) child.name = name + " > " + child.name;
      open_[n].indent = tap.indent;  // a grandparent may follow
    }
    const bool fails_alone = any && !tap.ok && !tap.todo && !any_failed;
    return any && !fails_alone;
  }

  void add(const TapLine& tap, const std::string& name, std::size_t i) {
    TestResult result;
    result.name = name;
    result.outcome = tap.ok || tap.todo ? Outcome::passed : Outcome::failed;
    if (tap.skipped) result.outcome = Outcome::skipped;
    result.duration_ms = tap_duration(lines_, i + 1);
    if (result.outcome == Outcome::failed) {
      constexpr std::size_t k_lines_max = 500;
      std::size_t end = i + 1;
      while (end < lines_.size() && end < i + k_lines_max && !tap_line(lines_[end]) &&
             (lines_[end].starts_with("#") || indent_of(lines_[end]) > tap.indent))
        ++end;
      result.message = join_lines(lines_, i + 1, end);
    }
    open_.push_back({tap.indent, results_.size()});
    results_.push_back(std::move(result));
  }

  void number_the_equal() {
    std::map<std::string, int, std::less<>> seen;
    for (auto& result : results_)
      if (const int n = ++seen[result.name]; n > 1) result.name += " (" + std::to_string(n) + ")";
  }

  const OutputLines& lines_;
  std::vector<TestResult> results_;
  std::vector<Open> open_;  ///< results whose parents may still come
  int unnamed_ = 0;
};

}  // namespace

std::vector<TestResult> read_tap(const OutputLines& lines) {
  if (!is_tap(lines)) return {};
  return TapReader(lines).read();
}

std::string tap_doubt(const OutputLines& lines) {
  std::int64_t planned = 0;
  std::int64_t told = 0;
  for (const auto line : lines.all()) {
    if (const auto plan = tap_plan(line)) planned += *plan;
    if (line.starts_with("Bail out!")) return "the tests bailed out";
    if (const auto tap = tap_line(line); tap && tap->indent == 0) ++told;
  }
  if (told >= planned) return {};
  return "the tests broke off: " + std::to_string(planned) + " were planned, " + std::to_string(told) +
         " have told a result";
}

}  // namespace verify

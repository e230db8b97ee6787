#include <map>

#include "readers.h"

namespace verify {
namespace {

// ---- unittest ----
//
// -v prints "test_x (mod.Class.test_x) ... ok", with a docstring's first line between the two, with
// anything that the test writes to stderr before the verdict, and with sub-tests on indented lines
// of their own. Python before 3.11 prints "(mod.Class)" alone. Without -v only the sections of
// failing tests remain: "FAIL: test_x (mod.Class.test_x)".

struct Verdicts {
  Outcome outcome;
  bool known = false;
};

/// "ok", "FAIL", "skipped 'why'", ...
Verdicts verdict_of(std::string_view word) {
  if (word == "ok" || word == "expected failure") return {Outcome::passed, true};
  if (word == "FAIL" || word == "unexpected success") return {Outcome::failed, true};
  if (word == "ERROR") return {Outcome::error, true};
  if (word.starts_with("skipped ") || word == "skipped") return {Outcome::skipped, true};
  return {Outcome::failed, false};
}

bool is_dotted_name(std::string_view text) {
  if (text.empty()) return false;
  for (const unsigned char c : text)
    if (std::isalnum(c) == 0 && c != '_' && c != '.' && c != '<' && c != '>' && c < 0x80)
      return false;
  return true;
}

/// "test_x (mod.Class.test_x)" or "test_x (mod.Class)" -> "mod.Class.test_x"; what follows the
/// bracket stays in `rest`. "" if it is neither.
std::string unittest_name(std::string_view text, std::string_view& rest) {
  const auto open = text.find(" (");
  if (open == std::string_view::npos || open == 0) return {};
  const auto close = text.find(')', open);
  if (close == std::string_view::npos) return {};
  const std::string_view method = text.substr(0, open);
  const std::string_view where = text.substr(open + 2, close - open - 2);
  if (!is_dotted_name(method) || !is_dotted_name(where)) return {};
  rest = text.substr(close + 1);
  std::string name(where);
  if (!where.ends_with(std::string(".") + std::string(method))) name += "." + std::string(method);
  return name;
}

class UnittestReader {
 public:
  explicit UnittestReader(const OutputLines& lines) : lines_(lines) {}

  std::vector<TestResult> read() {
    bool is_ours = false;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].starts_with("Ran ") && lines_[i].find(" in ") != std::string_view::npos)
        is_ours = true;
      if (is_section(i)) {
        i = read_section(i);
      } else {
        read_line(lines_[i]);
      }
    }
    // Sub-tests that failed leave no verdict on the test's own line.
    for (auto& [name, at] : at_)
      if (!decided_[at]) results_[at].outcome = Outcome::failed;
    if (!is_ours && !any_verdict_) return {};
    return std::move(results_);
  }

 private:
  void read_line(std::string_view line) {
    const bool sub = line.starts_with("  ");
    std::string_view rest;
    if (const auto name = unittest_name(sub ? line.substr(2) : line, rest); !name.empty()) {
      const auto dots = rest.find(" ... ");
      if (dots == std::string_view::npos && !rest.empty()) return;  // prose with brackets
      if (sub && !at_.contains(name)) return;
      pending_ = name;
      if (dots != std::string_view::npos) finish(rest.substr(dots + 5));
      return;
    }
    if (pending_.empty()) return;
    // The docstring's line, or the verdict after the test's own output.
    const auto dots = line.find(" ... ");
    finish(dots == std::string_view::npos ? line : line.substr(dots + 5));
  }

  void finish(std::string_view word) {
    const auto verdict = verdict_of(trim(word));
    if (!verdict.known) {
      // A test whose verdict comes later: keep its place in the order.
      if (at_.contains(pending_)) return;
      entry(pending_);
      return;
    }
    any_verdict_ = true;
    const std::size_t at = entry(pending_);
    if (!decided_[at] || verdict.outcome != Outcome::passed) results_[at].outcome = verdict.outcome;
    decided_[at] = true;
    pending_.clear();
  }

  bool is_section(std::size_t i) const {
    return i + 2 < lines_.size() && lines_[i].starts_with("=====") &&
           (lines_[i + 1].starts_with("FAIL: ") || lines_[i + 1].starts_with("ERROR: ") ||
            lines_[i + 1].starts_with("UNEXPECTED SUCCESS: "));
  }

  std::size_t read_section(std::size_t i) {
    pending_.clear();
    std::string_view head = lines_[i + 1];
    const Outcome outcome = head.starts_with("ERROR") ? Outcome::error : Outcome::failed;
    head.remove_prefix(head.find(": ") + 2);
    std::size_t begin = i + 2;
    while (begin < lines_.size() && !lines_[begin].starts_with("-----")) ++begin;
    std::size_t end = ++begin;
    while (end < lines_.size() && !lines_[end].starts_with("=====") &&
           !lines_[end].starts_with("-----"))
      ++end;
    std::string_view rest;
    std::string name = unittest_name(head, rest);
    if (name.empty()) name = std::string(trim(head));
    const bool is_new = !at_.contains(name);
    auto& result = results_[entry(name)];
    decided_[at_[name]] = true;
    any_verdict_ = true;
    if (is_new || result.outcome == Outcome::passed) result.outcome = outcome;
    if (result.message.empty()) result.message = join_lines(lines_, begin, end);
    return end - 1;
  }

  std::size_t entry(const std::string& name) {
    const auto [at, is_new] = at_.emplace(name, results_.size());
    if (is_new) {
      results_.push_back({.name = name, .outcome = Outcome::failed});
      decided_.push_back(false);
    }
    return at->second;
  }

  const OutputLines& lines_;
  std::vector<TestResult> results_;
  std::vector<bool> decided_;
  std::map<std::string, std::size_t, std::less<>> at_;
  std::string pending_;
  bool any_verdict_ = false;
};

// ---- pytest ----
//
// -v: "tests/test_a.py::T::test_x PASSED   [ 12%]". Summary (-rA, -rf): "FAILED ID - message".
// Sections "____ T.test_x ____" hold the messages; they name the test without its file.

struct Word {
  std::string_view text;
  Outcome outcome;
};
constexpr Word k_pytest_words[] = {
    {"PASSED", Outcome::passed},   {"FAILED", Outcome::failed}, {"ERROR", Outcome::error},
    {"SKIPPED", Outcome::skipped}, {"XFAIL", Outcome::passed},  {"XPASS", Outcome::passed},
};

/// "tests/test_a.py::T::test_x[1-2]" or a file that could not be collected.
bool is_node_id(std::string_view text) {
  const auto colons = text.find("::");
  const std::string_view file = text.substr(0, colons);
  return file.ends_with(".py") ||
         (colons != std::string_view::npos && file.find(' ') == std::string_view::npos &&
          file.find('.') != std::string_view::npos);
}

/// Ids may contain blanks inside their brackets: the end of the id before `stop`.
std::string_view cut_id(std::string_view text, std::string_view stop) {
  const auto bracket = text.find('[');
  auto at = text.find(stop);
  if (bracket != std::string_view::npos && at != std::string_view::npos && bracket < at) {
    const auto close = text.find(']' + std::string(stop), bracket);
    if (close != std::string_view::npos) at = close + 1;
  }
  return text.substr(0, at);
}

/// Summary line. SKIPPED [1] file:line: reason names no test.
std::optional<TestResult> pytest_summary(std::string_view line) {
  for (const auto& word : k_pytest_words) {
    std::string_view rest = line;
    if (!take(rest, word.text) || !take(rest, " ") || rest.starts_with("[")) continue;
    const std::string_view id = cut_id(rest, " - ");
    if (!is_node_id(id)) continue;
    TestResult result;
    result.name = std::string(trim(id));
    result.outcome = word.outcome;
    if (id.size() + 3 < rest.size()) result.message = std::string(rest.substr(id.size() + 3));
    return result;
  }
  return std::nullopt;
}

/// Progress line of -v.
std::optional<TestResult> pytest_progress(std::string_view line) {
  if (line.find("::") == std::string_view::npos) return std::nullopt;
  for (const auto& word : k_pytest_words) {
    const std::string_view id = cut_id(line, " " + std::string(word.text));
    if (id.size() == line.size() || !is_node_id(id)) continue;
    const std::string_view after = line.substr(id.size() + 1 + word.text.size());
    if (after.empty() || after[0] == ' ') return TestResult{.name = std::string(id), .outcome = word.outcome};
  }
  return std::nullopt;
}

/// "____ A.test_sub ____" -> "A.test_sub".
std::string_view pytest_heading(std::string_view line) {
  if (!line.starts_with("__") || !line.ends_with("__")) return {};
  const auto first = line.find_first_not_of('_');
  if (first == std::string_view::npos || line[first] != ' ') return {};
  std::string_view name = trim(line.substr(first, line.find_last_not_of('_') - first + 1));
  for (const std::string_view prefix :
       {"ERROR at setup of ", "ERROR at teardown of ", "ERROR collecting "})
    take(name, prefix);
  return name;
}

/// "tests/test_a.py::T::test_x" -> "T.test_x", as headings have it.
std::string heading_of(std::string_view id) {
  const auto colons = id.find("::");
  if (colons == std::string_view::npos) return std::string(id);
  std::string out;
  for (std::size_t i = colons + 2; i < id.size(); ++i) {
    if (id.substr(i, 2) == "::") {
      out += '.';
      ++i;
    } else {
      out += id[i];
    }
  }
  return out;
}

}  // namespace

std::vector<TestResult> read_unittest(const OutputLines& lines) {
  return UnittestReader(lines).read();
}

std::vector<TestResult> read_pytest(const OutputLines& lines) {
  std::vector<TestResult> results;
  std::map<std::string, std::string, std::less<>> messages;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (auto result = pytest_summary(lines[i])) {
      results.push_back(*std::move(result));
    } else if (auto progress = pytest_progress(lines[i])) {
      results.push_back(*std::move(progress));
    } else if (const auto heading = pytest_heading(lines[i]); !heading.empty()) {
      std::size_t end = i + 1;
      while (end < lines.size() && pytest_heading(lines[end]).empty() &&
             !lines[end].starts_with("===="))
        ++end;
      messages.emplace(heading, join_lines(lines, i + 1, end));
      i = end - 1;
    }
  }
  for (auto& result : results)
    if (const auto found = messages.find(heading_of(result.name)); found != messages.end())
      result.message = found->second;
  return results;
}

}  // namespace verify

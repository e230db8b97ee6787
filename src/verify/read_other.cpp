// JavaScript runners with a tree of marks (node, jest, mocha, vitest), Maven and Gradle.

#include <optional>

#include "readers.h"

namespace verify {
namespace {

// ---- JavaScript ----

struct Mark {
  std::string_view text;
  Outcome outcome;
};
constexpr Mark k_marks[] = {
    {"✔ ", Outcome::passed},       {"✓ ", Outcome::passed},   {"√ ", Outcome::passed},
    {"✖ ", Outcome::failed},       {"✕ ", Outcome::failed},   {"× ", Outcome::failed},
    {"✗ ", Outcome::failed},       {"﹣ ", Outcome::skipped}, {"○ skipped ", Outcome::skipped},
    {"○ todo ", Outcome::skipped}, {"○ ", Outcome::skipped},  {"↓ ", Outcome::skipped},
    {"✎ ", Outcome::skipped},
};

/// Takes the duration, " (1.2ms)" or " 12ms", and a directive off the end.
std::string_view without_time(std::string_view name) {
  for (const std::string_view directive : {" # SKIP", " # TODO"})
    name = name.substr(0, name.find(directive));
  std::string_view cut = name;
  if (cut.ends_with(')')) {
    const auto open = cut.rfind(" (");
    if (open != std::string_view::npos) {
      std::string_view inner = cut.substr(open + 2);
      if (take_number(inner) && (inner.ends_with("ms)") || inner.ends_with("s)")))
        return cut.substr(0, open);
    }
  } else if (cut.ends_with("ms")) {
    const auto blank = cut.rfind(' ');
    if (blank != std::string_view::npos) {
      std::string_view inner = cut.substr(blank + 1);
      if (take_number(inner) && (inner == "ms" || inner.starts_with(".")))
        return cut.substr(0, blank);
    }
  }
  return name;
}

/// Mocha: "1) wrong sum" in the tree; in the list at the end the line is the same, but of a suite.
std::optional<std::string_view> mocha_failure(std::string_view text) {
  if (!take_number(text) || !take(text, ") ")) return std::nullopt;
  return text;
}

/// True from here on there is only the summary, which repeats failing tests.
bool ends_js_tree(std::string_view line) {
  std::string_view text = trim(line);
  if (text.starts_with("ℹ tests ") || text.starts_with("Test Suites: ") ||
      text.find("⎯ Failed Tests ") != std::string_view::npos ||
      text.starts_with("Summary of all failing tests"))
    return true;
  return take_number(text) && text.starts_with(" passing (");
}

/// "PASS src/a.test.js" of jest: the tree below belongs to that file.
bool is_jest_file(std::string_view line) {
  std::string_view text = line;
  return (take(text, "PASS ") || take(text, "FAIL ")) && text.find('.') != std::string_view::npos &&
         text.find(" > ") == std::string_view::npos;
}

class JsReader {
 public:
  std::vector<TestResult> read(const OutputLines& lines) {
    for (std::size_t i = 0; i < lines.size() && !ends_js_tree(lines[i]); ++i) {
      const std::string_view line = lines[i];
      if (trim(line).empty()) continue;
      if (is_jest_file(line)) {
        suites_.clear();
        in_details_ = false;
        continue;
      }
      const std::size_t indent = indent_of(line);
      const std::string_view text = line.substr(indent);
      if (text.starts_with("● ")) in_details_ = true;  // jest's messages
      if (!in_details_) read_line(text, indent);
    }
    // Mocha marks failing tests with numbers only: its summary tells that the tree was its.
    bool is_mocha = false;
    for (const auto line : lines.all())
      is_mocha = is_mocha || line.find(" passing (") != std::string_view::npos;
    return any_mark_ || is_mocha ? std::move(results_) : std::vector<TestResult>{};
  }

 private:
  void read_line(std::string_view text, std::size_t indent) {
    while (!suites_.empty() && suites_.back().indent >= indent) suites_.pop_back();
    for (const auto& mark : k_marks) {
      std::string_view name = text;
      if (!take(name, mark.text)) continue;
      any_mark_ = true;
      return add(name, mark.outcome);
    }
    // vitest's line of a file that has failures: "❯ v/a.spec.js (4 tests | 1 failed)"
    for (const std::string_view suite : {"▶ ", "❯ "}) {
      std::string_view name = text;
      if (take(name, suite)) {
        suites_.push_back({indent, std::string(name.substr(0, name.find(" (")))});
        return;
      }
    }
    if (const auto failed = mocha_failure(text); failed && !suites_.empty())
      return add(*failed, Outcome::failed);
    std::string_view skipped = text;
    if (!suites_.empty() && take(skipped, "- ")) return add(skipped, Outcome::skipped);
    // A suite's name stands alone and indented; at the margin it is somebody else's line.
    if (indent > 0) suites_.push_back({indent, std::string(text.substr(0, 200))});
  }

  void add(std::string_view text, Outcome outcome) {
    std::string name;
    for (const auto& suite : suites_) name += suite.name + " > ";
    name += without_time(text);
    // Node marks a suite once more after its tests: "✖ suite (0.7ms)".
    for (std::size_t i = results_.size(); i-- > 0;) {
      if (results_[i].name.starts_with(name + " > ")) return;
      if (results_.size() - i > 1000) break;
    }
    std::string_view time = trim(text.substr(without_time(text).size()));
    take(time, "(");
    results_.push_back({std::move(name), outcome, {}, take_duration(time).value_or(-1)});
  }

  struct Suite {
    std::size_t indent;
    std::string name;
  };
  std::vector<TestResult> results_;
  std::vector<Suite> suites_;
  bool any_mark_ = false;
  bool in_details_ = false;
};

}  // namespace

std::vector<TestResult> read_js_spec(const OutputLines& lines) {
  return JsReader().read(lines);
}

/// Maven's surefire names failing tests only:
///   [ERROR] CalcTest.adds -- Time elapsed: 0.005 s <<< FAILURE!
///   [ERROR] adds(org.x.CalcTest)  Time elapsed: 0.005 s  <<< FAILURE!
std::vector<TestResult> read_surefire(const OutputLines& lines) {
  std::vector<TestResult> results;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    take(line, "[ERROR] ");
    TestResult result;
    if (line.ends_with("<<< FAILURE!")) {
      result.outcome = Outcome::failed;
    } else if (line.ends_with("<<< ERROR!")) {
      result.outcome = Outcome::error;
    } else {
      continue;
    }
    if (line.starts_with("Tests run:")) continue;  // a class's line
    const auto time = line.find("Time elapsed:");
    if (time == std::string_view::npos) continue;
    std::string_view elapsed = trim(line.substr(time + 13));
    result.duration_ms = take_duration(elapsed).value_or(-1);
    std::string_view name = trim(line.substr(0, time));
    if (name.ends_with("--")) name = trim(name.substr(0, name.size() - 2));
    const auto open = name.find('(');
    if (open != std::string_view::npos && name.ends_with(')') && open + 2 < name.size())
      result.name = std::string(name.substr(open + 1, name.size() - open - 2)) + "." +
                    std::string(name.substr(0, open));
    else
      result.name = std::string(name);
    std::size_t end = i + 1;
    while (end < lines.size() && !trim(lines[end]).empty() && !lines[end].starts_with("[")) ++end;
    result.message = join_lines(lines, i + 1, end);
    results.push_back(std::move(result));
  }
  return results;
}

/// "CalcTest > adds() FAILED".
std::vector<TestResult> read_gradle(const OutputLines& lines) {
  std::vector<TestResult> results;
  bool is_ours = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (line.starts_with("> Task :") || line.starts_with("BUILD ")) is_ours = true;
    if (line.find(" > ") == std::string_view::npos || line.starts_with(" ")) continue;
    for (const auto& [word, outcome] :
         {std::pair{" PASSED", Outcome::passed}, std::pair{" FAILED", Outcome::failed},
          std::pair{" SKIPPED", Outcome::skipped}}) {
      if (!line.ends_with(word)) continue;
      std::size_t end = i + 1;
      while (end < lines.size() && indent_of(lines[end]) >= 4) ++end;
      TestResult result;
      result.name = std::string(line.substr(0, line.size() - std::string_view(word).size()));
      result.outcome = outcome;
      result.message = join_lines(lines, i + 1, end);
      results.push_back(std::move(result));
    }
  }
  return is_ours ? results : std::vector<TestResult>{};
}

}  // namespace verify

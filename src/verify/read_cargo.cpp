// Cargo's test programs have no report in stable Rust: their printed lines are all there is, so they are
// read strictly. Each program prints
//
//      Running unittests src/lib.rs (target/debug/deps/calc-1a2b)      by cargo
//   running 2 tests
//   test tests::adds ... ok
//   test tests::wrong ... FAILED
//   failures:  ... what the failing ones printed ...
//   test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
//
// Lines count between the first and "failures:" only: below are the tests' own words. A program that
// ends before its last line, or whose numbers do not add up, leaves the run in doubt.

#include <map>
#include <optional>

#include "readers.h"

namespace verify {
namespace {

struct Summary {
  std::int64_t ran = 0;      ///< passed, failed, ignored
};

/// "running 2 tests".
std::optional<std::int64_t> block_start(std::string_view line) {
  if (!take(line, "running ")) return std::nullopt;
  const auto n = take_number(line);
  if (!n || (line != " tests" && line != " test")) return std::nullopt;
  return n;
}

std::optional<Summary> block_end(std::string_view line) {
  if (!take(line, "test result: ") || !(take(line, "ok. ") || take(line, "FAILED. "))) return std::nullopt;
  Summary summary;
  for (const std::string_view what : {" passed; ", " failed; ", " ignored; ", " measured; "}) {
    const auto n = take_number(line);
    if (!n || !take(line, what)) return std::nullopt;
    summary.ran += *n;
  }
  return summary;
}

std::optional<TestResult> result_of(std::string_view line) {
  if (!take(line, "test ")) return std::nullopt;
  const auto dots = line.rfind(" ... ");
  if (dots == std::string_view::npos) return std::nullopt;
  const std::string_view word = line.substr(dots + 5);
  std::string_view name = line.substr(0, dots);
  if (name.ends_with(" - should panic")) name.remove_suffix(15);
  TestResult result;
  result.name = std::string(name);
  if (word == "ok")
    result.outcome = Outcome::passed;
  else if (word == "FAILED")
    result.outcome = Outcome::failed;
  else if (word.starts_with("ignored"))
    result.outcome = Outcome::skipped;
  else
    return std::nullopt;
  return result;
}

/// "     Running tests/money.rs (target/...)", "   Doc-tests calc" -> "tests/money.rs", "Doc-tests calc".
std::string_view program_of(std::string_view line) {
  std::string_view text = trim(line);
  if (text.starts_with("Doc-tests ")) return text;
  if (!take(text, "Running ") || !text.ends_with(')')) return {};
  take(text, "unittests ");
  return text.substr(0, text.find(" ("));
}

class CargoReader {
 public:
  explicit CargoReader(const OutputLines& lines) : lines_(lines) {}

  void read() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string_view line = lines_[i];
      if (const auto program = program_of(line); !program.empty() && !open_) program_ = program;
      if (const auto n = block_start(line)) {
        if (open_) return end_early();
        open_ = true;
        in_results_ = true;
        expected_ = *n;
        read_ = 0;
        first_ = results_.size();
      } else if (!open_) {
        continue;
      } else if (line == "failures:" || line == "successes:") {
        in_results_ = false;
      } else if (line.starts_with("---- ") && line.ends_with(" stdout ----")) {
        i = message(i);
      } else if (const auto summary = block_end(line)) {
        close(*summary);
      } else if (in_results_) {
        if (auto result = result_of(line)) add(*std::move(result));
      }
    }
    if (open_) end_early();
  }

  std::vector<TestResult> results() { return any_ ? std::move(results_) : std::vector<TestResult>{}; }
  std::string doubt() const { return doubt_; }

 private:
  void end_early() {
    doubt_ = "a test program ended before it had told its results";
    open_ = false;
  }

  void close(const Summary& summary) {
    any_ = true;
    open_ = false;
    // With -q no test is named.
    if (summary.ran != expected_ || read_ > expected_)
      doubt_ = "the lines that the test programs printed do not add up: " + std::to_string(expected_) +
               " tests were to run, " + std::to_string(read_ > expected_ ? read_ : summary.ran) + " are told";
  }

  /// Test programs of one project often have tests of the same name: the first keeps it as it is.
  void add(TestResult result) {
    ++read_;
    const auto [at, is_new] = owner_.emplace(result.name, program_);
    if (!is_new && at->second != program_) result.name = program_ + " > " + result.name;
    results_.push_back(std::move(result));
  }

  /// The section of a failing test; the line before its end.
  std::size_t message(std::size_t i) {
    const std::string name(lines_[i].substr(5, lines_[i].size() - 5 - 12));
    std::size_t end = i + 1;
    while (end < lines_.size() && !lines_[end].starts_with("---- ") && lines_[end] != "failures:" &&
           !lines_[end].starts_with("stack backtrace:") && !block_end(lines_[end]))
      ++end;
    for (std::size_t n = first_; n < results_.size(); ++n) {
      auto& result = results_[n];
      const bool is_it = result.name == name || result.name == program_ + " > " + name;
      if (is_it && result.outcome == Outcome::failed) result.message = join_lines(lines_, i + 1, end);
    }
    return end - 1;
  }

  const OutputLines& lines_;
  std::vector<TestResult> results_;
  std::map<std::string, std::string, std::less<>> owner_;   ///< of each name, the program
  std::string program_;
  std::string doubt_;
  std::size_t first_ = 0;
  std::int64_t expected_ = 0, read_ = 0;
  bool open_ = false, in_results_ = false, any_ = false;
};

}  // namespace

std::vector<TestResult> read_cargo(const OutputLines& lines) {
  CargoReader reader(lines);
  reader.read();
  return reader.results();
}

std::string cargo_doubt(const OutputLines& lines) {
  CargoReader reader(lines);
  reader.read();
  return reader.doubt();
}

}  // namespace verify

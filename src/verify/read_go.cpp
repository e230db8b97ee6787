// Go: `go test -v` in lines, `go test -json` as events.

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <boost/json/value.hpp>

#include "json/json.h"
#include "readers.h"

namespace verify {
namespace {

/// "--- FAIL: TestX/sub (0.00s)", at any depth.
std::optional<TestResult> go_line(std::string_view line) {
  line = trim(line);
  TestResult result;
  if (take(line, "--- PASS: ")) {
    result.outcome = Outcome::passed;
  } else if (take(line, "--- FAIL: ")) {
    result.outcome = Outcome::failed;
  } else if (take(line, "--- SKIP: ")) {
    result.outcome = Outcome::skipped;
  } else {
    return std::nullopt;
  }
  if (!line.ends_with("s)")) return std::nullopt;
  result.name = std::string(before_last(line, " ("));
  std::string_view time = line.substr(result.name.size());
  take(time, " (");
  result.duration_ms = take_duration(time).value_or(-1);
  return result;
}

/// "ok  \texample.com/p\t0.1s" and "FAIL\texample.com/p\t0.1s" (or [build failed]) -> the package.
std::string_view go_package(std::string_view line) {
  if (!take(line, "ok  \t") && !take(line, "FAIL\t")) return {};
  return line.substr(0, line.find_first_of("\t "));
}

/// An event of `go test -json`; nothing if the line is none: what is printed beside the tests.
std::optional<json::Value> event_of(std::string_view line) {
  if (!line.starts_with("{\"") || line.find("\"Action\"") == std::string_view::npos)
    return std::nullopt;
  auto event = json::parse(line);
  if (!event) return std::nullopt;
  return *std::move(event);
}

class GoEvents {
 public:
  std::vector<TestResult> read(const OutputLines& lines) {
    for (const auto line : lines.all()) {
      if (const auto event = event_of(line)) {
        any_ = true;
        take_event(*event);
      } else if (line.find("[build failed]") != std::string_view::npos) {
        if (const auto package = go_package(line); !package.empty()) broken(std::string(package), "build failed");
      }
    }
    return any_ ? std::move(results_) : std::vector<TestResult>{};
  }

 private:
  void take_event(const json::Value& event) {
    const auto action = json::string_or(json::find(event, "Action"));
    const std::string package(json::string_or(json::find(event, "Package")));
    const std::string test(json::string_or(json::find(event, "Test")));
    const std::string name = test.empty() ? package : package + "." + test;
    if (action == "output") {
      auto& text = printed_[name];
      if (text.size() < 4 * k_message_max) text += json::string_or(json::find(event, "Output"));
      return;
    }
    if (action != "pass" && action != "fail" && action != "skip") return;
    // A package that failed with no failing test: it did not build, or its program broke off.
    if (test.empty()) {
      if (action == "fail" && !failed_.contains(package)) broken(package, printed_[package]);
      return;
    }
    TestResult result;
    result.name = name;
    result.outcome = Outcome::passed;
    if (action == "fail") result.outcome = Outcome::failed;
    if (action == "skip") result.outcome = Outcome::skipped;
    if (action == "fail") failed_[package] = true;
    if (const auto* elapsed = json::find(event, "Elapsed"))
      result.duration_ms = std::llround(std::clamp(json::double_or(elapsed), 0.0, 1e9) * 1000);
    if (result.outcome != Outcome::passed) result.message = bounded_message(printed_[name]);
    results_.push_back(std::move(result));
  }

  void broken(const std::string& package, std::string_view why) {
    failed_[package] = true;
    TestResult result;
    result.name = package;
    result.outcome = Outcome::error;
    result.message = bounded_message(why);
    results_.push_back(std::move(result));
  }

  std::vector<TestResult> results_;
  std::map<std::string, std::string, std::less<>> printed_;
  std::map<std::string, bool, std::less<>> failed_;
  bool any_ = false;
};

}  // namespace

std::vector<TestResult> read_go_json(const OutputLines& lines) {
  return GoEvents().read(lines);
}

std::string plain_go_output(const std::string& output) {
  std::string plain;
  for (std::size_t at = 0; at < output.size();) {
    const std::size_t end = std::min(output.find('\n', at), output.size());
    const std::string_view line = std::string_view(output).substr(at, end - at);
    at = end + 1;
    const auto event = event_of(line);
    if (!event)
      plain += std::string(line) + "\n";
    else
      plain += json::string_or(json::find(*event, "Output"));
  }
  return plain;
}

std::vector<TestResult> read_go(const OutputLines& lines) {
  std::vector<TestResult> results;
  std::size_t first_of_package = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (auto result = go_line(lines[i])) {
      const std::size_t indent = indent_of(lines[i]);
      std::size_t end = i + 1;
      while (end < lines.size() && indent_of(lines[end]) > indent && !go_line(lines[end])) ++end;
      if (result->outcome != Outcome::passed) result->message = join_lines(lines, i + 1, end);
      results.push_back(*std::move(result));
    } else if (const auto package = go_package(lines[i]); !package.empty()) {
      for (; first_of_package < results.size(); ++first_of_package)
        results[first_of_package].name =
            std::string(package) + "." + results[first_of_package].name;
      if (lines[i].find("[build failed]") != std::string_view::npos) {
        results.push_back(
            {.name = std::string(package), .outcome = Outcome::error, .message = "build failed"});
        first_of_package = results.size();
      }
    }
  }
  return results;
}

}  // namespace verify

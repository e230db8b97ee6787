// Reports that are no XML: JSON of jest, vitest, mocha and meson, plumb's own notes of unittest, and
// automake's .trs files.

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "base/paths.h"
#include "json/json.h"
#include "output_lines.h"
#include "readers.h"
#include "report_readers.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace verify {
namespace {

using base::Code;

std::int64_t rounded(const json::Value* value) {
  if (value == nullptr) return -1;
  const double ms = json::double_or(value, -1);
  return std::isfinite(ms) && ms >= 0 && ms < 1e12 ? std::llround(ms) : -1;
}

/// The file as it is named in the project.
std::string within(const std::string& file, const std::string& dir) {
  if (!dir.empty() && base::is_within(file, dir)) return base::relative(file, dir);
  return file;
}

template <class Each>
base::Result<> each_line(std::string_view lines, Each each) {
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    const std::string_view line = trim(lines.substr(at, end - at));
    at = end + 1;
    if (line.empty()) continue;
    TRY(const auto value, json::parse(line));
    each(value);
  }
  return {};
}

std::optional<Outcome> js_outcome(std::string_view status) {
  if (status == "passed") return Outcome::passed;
  if (status == "failed") return Outcome::failed;
  if (status == "pending" || status == "skipped" || status == "todo" || status == "disabled")
    return Outcome::skipped;
  return std::nullopt;
}

struct MesonWord {
  std::string_view word;
  Outcome outcome;
};
constexpr MesonWord k_meson_results[] = {
    {"OK", Outcome::passed},           {"EXPECTEDFAIL", Outcome::passed},
    {"SKIP", Outcome::skipped},        {"IGNORED", Outcome::skipped},
    {"FAIL", Outcome::failed},         {"TIMEOUT", Outcome::failed},
    {"UNEXPECTEDPASS", Outcome::failed}, {"ERROR", Outcome::error},
    {"INTERRUPT", Outcome::error},
};

/// One line of a .trs: ":test-result: FAIL 2 - subtracts".
std::optional<TestResult> trs_line(std::string_view line) {
  if (!take(line, ":test-result:")) return std::nullopt;
  line = trim(line);
  static constexpr MesonWord k_words[] = {
      {"PASS", Outcome::passed}, {"XFAIL", Outcome::passed},  {"SKIP", Outcome::skipped},
      {"FAIL", Outcome::failed}, {"XPASS", Outcome::failed},  {"ERROR", Outcome::error},
  };
  for (const auto& word : k_words) {
    std::string_view rest = line;
    if (!take(rest, word.word) || !(rest.empty() || rest[0] == ' ')) continue;
    TestResult result;
    result.name = std::string(trim(rest));
    result.outcome = word.outcome;
    return result;
  }
  return std::nullopt;
}

}  // namespace

std::string message_of(std::string_view text) {
  // Its end is kept, and three bytes of it become at most nine.
  return bounded_message(text::to_valid_utf8(text::clip_front(text, 4 * k_message_max)));
}

std::string name_of(std::string_view text) {
  std::string name = text::to_valid_utf8(text::clip(text, k_name_max));
  for (char& c : name)
    if (c == '\n' || c == '\r' || c == '\0') c = ' ';
  return std::string(text::clip(name, k_name_max));
}

base::Result<std::vector<TestResult>> read_unittest_notes(std::string_view lines) {
  std::vector<TestResult> results;
  bool has_ended = false;
  std::string replaced;
  TRY_DO(each_line(lines, [&](const json::Value& note) {
    if (json::find(note, "ran") != nullptr) has_ended = true;
    if (const auto* parts = json::array_or_null(json::find(note, "replaced")); parts != nullptr && !parts->empty())
      replaced = name_of(json::string_or(&parts->front()));
    TestResult result;
    result.name = name_of(json::string_or(json::find(note, "test")));
    if (result.name.empty() || results.size() >= k_tests_max) return;
    const auto outcome = json::string_or(json::find(note, "outcome"));
    result.outcome = outcome == "passed"    ? Outcome::passed
                     : outcome == "skipped" ? Outcome::skipped
                     : outcome == "error"   ? Outcome::error
                                            : Outcome::failed;
    result.duration_ms = rounded(json::find(note, "ms"));
    if (result.outcome != Outcome::passed)
      result.message = message_of(json::string_or(json::find(note, "message")));
    results.push_back(std::move(result));
  }));
  if (!has_ended) return base::fail(Code::invalid, "the run did not come to its end");
  if (!replaced.empty()) return base::fail(Code::invalid, replaced + " was replaced while the tests were loaded or run");
  return results;
}

base::Result<std::vector<TestResult>> read_jest(std::string_view text, const std::string& dir) {
  TRY(const auto report, json::parse(text));
  const auto* files = json::array_or_null(json::find(report, "testResults"));
  if (files == nullptr) return base::fail(Code::invalid, "no report of jest: it has no testResults");
  std::vector<TestResult> results;
  for (const auto& file : *files) {
    const std::string name = within(std::string(json::string_or(json::find(file, "name"))), dir);
    const auto* tests = json::array_or_null(json::find(file, "assertionResults"));
    if (tests == nullptr || tests->empty()) {
      // It could not be loaded: no test of it is there.
      if (json::string_or(json::find(file, "status")) != "failed") continue;
      TestResult broken;
      broken.name = name_of(name);
      broken.outcome = Outcome::error;
      broken.message = message_of(json::string_or(json::find(file, "message")));
      results.push_back(std::move(broken));
      continue;
    }
    for (const auto& test : *tests) {
      if (results.size() >= k_tests_max) break;
      const auto outcome = js_outcome(json::string_or(json::find(test, "status")));
      if (!outcome) continue;
      TestResult result;
      std::string full = name;
      if (const auto* suites = json::array_or_null(json::find(test, "ancestorTitles")))
        for (const auto& suite : *suites)
          if (!json::string_or(&suite).empty()) full += " > " + std::string(json::string_or(&suite));
      result.name = name_of(full + " > " + std::string(json::string_or(json::find(test, "title"))));
      result.outcome = *outcome;
      result.duration_ms = rounded(json::find(test, "duration"));
      if (*outcome == Outcome::failed)
        if (const auto* messages = json::array_or_null(json::find(test, "failureMessages")))
          for (const auto& message : *messages)
            result.message = message_of(result.message + "\n" + std::string(json::string_or(&message)));
      results.push_back(std::move(result));
    }
  }
  return results;
}

base::Result<std::vector<TestResult>> read_mocha(std::string_view text, const std::string& dir) {
  TRY(const auto report, json::parse(text));
  if (json::object_or_null(json::find(report, "stats")) == nullptr)
    return base::fail(Code::invalid, "no report of mocha: it has no stats");
  std::vector<TestResult> results;
  const auto read = [&](const char* list, Outcome outcome) {
    const auto* tests = json::array_or_null(json::find(report, list));
    if (tests == nullptr) return;
    for (const auto& test : *tests) {
      if (results.size() >= k_tests_max) break;
      const std::string title(json::string_or(json::find(test, "title")));
      std::string suites(json::string_or(json::find(test, "fullTitle")));
      if (suites.ends_with(title)) suites.resize(suites.size() - title.size());
      std::string full = within(std::string(json::string_or(json::find(test, "file"))), dir);
      const std::string suite(trim(suites));
      if (!suite.empty()) full += (full.empty() ? "" : " > ") + suite;
      full += (full.empty() ? "" : " > ") + title;
      TestResult result;
      result.name = name_of(full);
      result.outcome = outcome;
      result.duration_ms = rounded(json::find(test, "duration"));
      if (outcome == Outcome::failed) {
        const auto* error = json::find(test, "err");
        const auto stack = error == nullptr ? std::string_view() : json::string_or(json::find(*error, "stack"));
        const auto what = error == nullptr ? std::string_view() : json::string_or(json::find(*error, "message"));
        result.message = message_of(stack.empty() ? what : stack);
      }
      results.push_back(std::move(result));
    }
  };
  read("passes", Outcome::passed);
  read("failures", Outcome::failed);
  read("pending", Outcome::skipped);
  return results;
}

base::Result<std::vector<TestResult>> read_meson_log(std::string_view lines) {
  std::vector<TestResult> results;
  TRY_DO(each_line(lines, [&](const json::Value& test) {
    const auto word = json::string_or(json::find(test, "result"));
    TestResult result;
    result.name = name_of(json::string_or(json::find(test, "name")));
    if (result.name.empty() || results.size() >= k_tests_max) return;
    result.outcome = Outcome::error;   // a word that is not known is no success
    for (const auto& known : k_meson_results)
      if (known.word == word) result.outcome = known.outcome;
    const double seconds = json::double_or(json::find(test, "duration"), -1);
    if (seconds >= 0 && seconds < 1e9) result.duration_ms = std::llround(seconds * 1000);
    if (result.outcome == Outcome::failed || result.outcome == Outcome::error)
      result.message = message_of(std::string(word) + "\n" + std::string(json::string_or(json::find(test, "stdout"))) +
                                  std::string(json::string_or(json::find(test, "stderr"))));
    results.push_back(std::move(result));
  }));
  return results;
}

std::vector<TestResult> read_trs(const std::string& path, std::string_view text, std::string_view log) {
  std::string stem = path.ends_with(".trs") ? path.substr(0, path.size() - 4) : path;
  if (stem.starts_with("./")) stem.erase(0, 2);
  std::vector<TestResult> results;
  const std::string whole(text);
  const OutputLines lines(whole);
  for (const auto line : lines.all()) {
    auto result = trs_line(line);
    if (!result || results.size() >= k_tests_max) continue;
    // One result: the file is the test. With more, each has a text of its own.
    result->name = name_of(result->name.empty() ? stem : stem + " > " + result->name);
    if (result->outcome == Outcome::failed || result->outcome == Outcome::error) result->message = message_of(log);
    results.push_back(*std::move(result));
  }
  return results;
}

}  // namespace verify

#include "tamper/cmake_calls.h"

#include <algorithm>
#include <array>

#include "tamper/words.h"
#include "text/lines.h"

namespace verify::tamper {
namespace {

using enum Tampering;

struct Call {
  std::string name;  ///< in lower case
  std::string args;  ///< on one line, without comments
  std::size_t line = 0;
};

constexpr std::size_t k_calls_max = 20000;

std::string without_comments(std::string_view text) {
  std::string out;
  for (const std::string_view line : text::split_lines(text)) {
    const std::size_t hash = line.find('#');
    out += hash == std::string_view::npos ? line : line.substr(0, hash);
    if (hash != std::string_view::npos) out += '\n';
  }
  return out;
}

std::size_t end_of_call(std::string_view text, std::size_t open) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == '(') {
      ++depth;
    } else if (!quoted && text[i] == ')' && --depth == 0) {
      return i;
    }
  }
  return text.size();
}

std::vector<Call> calls_of(std::string_view source) {
  const std::string text = without_comments(source);
  std::vector<Call> out;
  std::size_t line = 1, counted = 0;
  for (std::size_t open = text.find('('); open != std::string::npos && out.size() < k_calls_max;) {
    std::size_t begin = open;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    const std::size_t end_of_name = begin;
    while (begin > 0 && is_word_char(text[begin - 1])) --begin;
    const std::size_t close = end_of_call(text, open);
    line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                                text.begin() + static_cast<std::ptrdiff_t>(open),
                                                '\n'));
    counted = open;
    out.push_back({lower(text.substr(begin, end_of_name - begin)),
                   one_line(std::string_view(text).substr(open + 1, close - open - 1)), line});
    open = text.find('(', close == text.size() ? close : close + 1);
  }
  return out;
}

bool registers_tests(std::string_view name) {
  constexpr std::array k_names = std::to_array<std::string_view>(
      {"add_test", "gtest_discover_tests", "gtest_add_tests", "catch_discover_tests",
       "doctest_discover_tests", "test", "benchmark", "boost_discover_tests"});
  return std::find(k_names.begin(), k_names.end(), name) != k_names.end() ||
         (name.starts_with("add_") && name.ends_with("_test"));
}

/// add_test(NAME x COMMAND y): x. Others: the first argument.
std::string test_name(const Call& call) {
  const auto words = split_words(call.args);
  if (words.empty()) return {};
  const bool named = words[0] == "NAME" && words.size() > 1;
  std::string out(named ? words[1] : words[0]);
  std::erase_if(out, [](char c) { return c == '\'' || c == '"' || c == ','; });
  return out;
}

void compare_registrations(const std::vector<Call>& before, const std::vector<Call>& after,
                           const Subject& subject, Report& report) {
  for (const Call& old : before) {
    if (!registers_tests(old.name)) continue;
    const auto same = [&](const Call& call) {
      return call.name == old.name && call.args == old.args;
    };
    if (std::any_of(after.begin(), after.end(), same)) continue;
    const std::string name = test_name(old);
    const auto now = std::find_if(after.begin(), after.end(), [&](const Call& call) {
      return registers_tests(call.name) && test_name(call) == name;
    });
    if (now == after.end()) {
      report.add(config_changed, subject, Side::before, old.line,
                 "the test `" + shown(name) + "` is no longer registered");
    } else if (old.args.find("COMMAND") != std::string::npos || old.name == "add_test") {
      report.add(config_changed, subject, Side::after, now->line,
                 "the test `" + shown(name) + "` was `" + shown(old.args) + "` and is now `" +
                     shown(now->args) + "`");
    }
  }
}

void compare_folders(const std::vector<Call>& before, const std::vector<Call>& after,
                     const Subject& subject, Report& report) {
  for (const Call& old : before) {
    if (old.name != "add_subdirectory" && old.name != "subdir") continue;
    const std::string folder = test_name(old);
    if (role_of(folder + "/x.cpp") != Role::test) continue;
    const bool still = std::any_of(after.begin(), after.end(), [&](const Call& call) {
      return call.name == old.name && test_name(call) == folder;
    });
    if (!still)
      report.add(config_changed, subject, Side::before, old.line,
                 "the folder `" + shown(folder) + "` is no longer part of the build");
  }
}

/// Files named like tests that no call names any more.
void compare_sources(const std::vector<Call>& before, const std::vector<Call>& after,
                     const Subject& subject, Report& report) {
  std::string now;
  for (const Call& call : after) now += call.args + " ";
  for (const Call& old : before) {
    for (std::string_view word : split_words(old.args)) {
      while (!word.empty() && (word.back() == ',' || word.back() == '\'' || word.back() == '"' ||
                               word.back() == ']'))
        word.remove_suffix(1);
      while (!word.empty() && (word.front() == '\'' || word.front() == '"' || word.front() == '['))
        word.remove_prefix(1);
      const bool is_source = word.ends_with(".cpp") || word.ends_with(".cc") ||
                             word.ends_with(".c") || word.ends_with(".cxx");
      if (!is_source || role_of(word) != Role::test || now.find(word) != std::string::npos)
        continue;
      report.add(config_changed, subject, Side::before, old.line,
                 "`" + shown(word) + "` is no longer built");
    }
  }
}

}  // namespace

void find_in_cmake(const Subject& subject, Report& report) {
  if (!subject.file.before || !subject.file.after) return;
  const auto before = calls_of(subject.before());
  const auto after = calls_of(subject.after());
  compare_registrations(before, after, subject, report);
  compare_folders(before, after, subject, report);
  compare_sources(before, after, subject, report);
}

}  // namespace verify::tamper

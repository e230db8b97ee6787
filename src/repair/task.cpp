#include "repair/task.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace repair {
namespace {

struct Word {
  std::string text;      ///< in lower case; "don't" is two
  bool is_code = false;  ///< in backticks, or a call: names something and asks for nothing
};
using Words = std::vector<Word>;

Words words_of(const std::string& text) {
  Words words;
  bool quoted = false, inside = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_part = std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
    if (c == '`') quoted = !quoted;
    if (is_part && !inside) words.push_back({"", quoted});
    if (is_part) words.back().text += static_cast<char>(std::tolower(byte));
    if (c == '(' && inside) words.back().is_code = true;
    inside = is_part;
  }
  return words;
}

/// A word that begins with one of these.
bool has_beginning(const Words& words, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(words.begin(), words.end(), [&](const Word& word) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view begin) { return word.text.starts_with(begin); });
  });
}

bool has_word(const Words& words, std::initializer_list<std::string_view> these) {
  return std::any_of(words.begin(), words.end(), [&](const Word& word) {
    return !word.is_code && std::find(these.begin(), these.end(), word.text) != these.end();
  });
}

/// Work that no test run can judge, or that a fix does not end.
bool asks_for_more(const Words& words) {
  return has_word(words, {"add", "adds", "adding", "write", "create", "implement", "introduce", "support", "refactor",
                          "rename", "translate", "document", "explain", "describe", "review", "optimise", "optimize",
                          "port", "migrate", "upgrade", "update", "convert", "remove", "delete", "extend", "design",
                          "generate", "deploy", "simplify"});
}

}  // namespace

TaskKind kind_of_task(const std::string& task) {
  const Words words = words_of(task);
  if (asks_for_more(words)) return TaskKind::other;
  const bool is_of_tests =
      has_beginning(words, {"test", "check", "spec", "suite", "pytest", "unittest", "ctest", "mocha", "jest", "vitest", "junit"});
  const bool is_repair = has_beginning(words, {"fix", "repair", "bug", "broken", "wrong", "correct", "crash", "fault", "debug", "solve"});
  const bool is_state = is_repair || has_beginning(words, {"fail", "pass", "green", "break"}) || has_word(words, {"red"});
  if (is_of_tests && is_state) return TaskKind::tests;
  return is_repair ? TaskKind::fix : TaskKind::other;
}

}  // namespace repair

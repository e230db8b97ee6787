#include "policy_rules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace workspace {

static constexpr std::array<std::string_view, k_words> k_names = {
    "created", "modified",  "deleted", "attributes",   "type", "renamed", "unsaved", "ignored",
    "untracked", "tracked", "code-outside", "git", "secret", "large", "many"};

std::string_view name(Word word) { return k_names[static_cast<std::size_t>(word)]; }

std::optional<Word> word_of(std::string_view name) {
  const auto found = std::find(k_names.begin(), k_names.end(), name);
  if (found == k_names.end()) return std::nullopt;
  return static_cast<Word>(found - k_names.begin());
}

std::string contradiction(const std::vector<Word>& words) {
  const auto has = [&](Word word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  static constexpr std::array<Word, 5> k_changes = {Word::created, Word::modified, Word::deleted,
                                                    Word::attributes, Word::type};
  std::vector<std::pair<Word, Word>> never = {{Word::tracked, Word::untracked},
                                              {Word::ignored, Word::untracked},
                                              {Word::created, Word::unsaved},
                                              {Word::attributes, Word::unsaved},
                                              {Word::renamed, Word::modified},
                                              {Word::renamed, Word::attributes}};
  for (const Word one : k_changes)
    for (const Word other : k_changes)
      if (one < other) never.emplace_back(one, other);
  for (const auto& [one, other] : never)
    if (has(one) && has(other)) return std::string(name(one)) + " and " + std::string(name(other));
  return "";
}

std::string wrong_pattern(std::string_view pattern) {
  if (pattern.empty()) return "a pattern must not be empty";
  if (pattern.find('\0') != std::string_view::npos) return "a pattern with a NUL byte fits nothing";
  if (pattern.starts_with('!')) return "a pattern must not begin with '!': write a rule before this one";
  if (pattern.starts_with('~')) return "paths are relative to the project: '~' fits nothing";
  for (std::size_t begin = 0; begin <= pattern.size();) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    const std::string_view part = pattern.substr(begin, end - begin);
    if (part == ".." || part == ".") return "a pattern with '" + std::string(part) + "' fits nothing";
    begin = end + 1;
  }
  bool in_set = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      if (++i == pattern.size()) return "a pattern that ends in a backslash fits nothing";
    } else if (pattern[i] == '[' && !in_set) {
      in_set = true;
      if (i + 1 < pattern.size() && (pattern[i + 1] == '!' || pattern[i + 1] == '^')) ++i;
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') ++i;
    } else if (pattern[i] == ']') {
      in_set = false;
    }
  }
  if (in_set) return "a pattern with '[' and without ']' fits nothing";
  if (!text::IgnorePattern::parse(pattern)) return "a pattern that fits nothing";
  return "";
}

Rule::Rule(const EffectRule& rule) : source_(rule) {
  for (const std::string& text : rule.what) {
    const auto word = word_of(text);
    if (word)
      words_.push_back(*word);
    else
      can_fit_ = false;
  }
  std::sort(words_.begin(), words_.end());  // the cheap ones first
  for (const std::string& text : rule.paths)
    if (auto pattern = text::IgnorePattern::parse(text)) patterns_.push_back(*std::move(pattern));
}

bool Rule::path_fits(std::string_view path, text::Entry entry) const {
  if (source_.paths.empty()) return true;
  for (const text::IgnorePattern& pattern : patterns_) {
    if (pattern.negated()) continue;
    if (pattern.matches(path, entry)) return true;
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1))
      if (pattern.matches(path.substr(0, slash), text::Entry::folder)) return true;
  }
  return false;
}

bool Rule::fits(std::string_view path, text::Entry entry, const std::function<bool(Word)>& has) const {
  if (!can_fit_ || !path_fits(path, entry)) return false;
  for (const Word word : words_)
    if (!has(word)) return false;
  return true;
}

}  // namespace workspace

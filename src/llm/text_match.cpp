#include "text_match.h"

namespace llm {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// `text` begins with `pattern`, which has no `*`.
bool begins(std::string_view text, std::string_view pattern, std::size_t& used) {
  std::size_t at = 0;
  for (const char c : pattern) {
    if (c == '#') {
      if (at == text.size() || !is_digit(text[at])) return false;
      while (at < text.size() && is_digit(text[at])) ++at;
    } else {
      if (at == text.size() || text[at] != c) return false;
      ++at;
    }
  }
  used = at;
  return true;
}

}  // namespace

// The parts between the stars are sought one after the other, each as early as possible: linear in
// the text for the short patterns used here.
bool occurs(std::string_view text, std::string_view pattern) {
  while (!pattern.empty()) {
    const auto star = pattern.find('*');
    const auto part = pattern.substr(0, star);
    pattern = star == std::string_view::npos ? std::string_view{} : pattern.substr(star + 1);
    std::size_t at = 0, used = 0;
    while (at <= text.size() && !begins(text.substr(at), part, used)) ++at;
    if (at > text.size()) return false;
    text.remove_prefix(at + used);
  }
  return true;
}

bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool before = at > 0 && in_word(text[at - 1]);
    const auto end = at + word.size();
    const bool after = end < text.size() && in_word(text[end]);
    if (!before && !after) return true;
  }
  return false;
}

}  // namespace llm

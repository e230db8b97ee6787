#include "rule_words.h"

#include <algorithm>

namespace agent {

std::string small_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The typographic apostrophe and dashes as their plain kin.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    if (three == "\u2019") { out += '\''; i += 2; }
    else if (three == "\u2013" || three == "\u2014") { out += " -- "; i += 2; }
    else if (three == "\u201c" || three == "\u201d") { out += '"'; i += 2; }
    else out += text[i];
  }
  return out;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Word> split() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
      } else if (text_[at_] == '`') {
        code();
      } else {
        word();
      }
    }
    return std::move(words_);
  }

 private:
  void add(Word::Kind kind, std::string_view raw) {
    if (!raw.empty()) words_.push_back({kind, std::string(raw), small_letters(raw)});
  }

  void code() {
    std::size_t ticks = 0;
    while (at_ + ticks < text_.size() && text_[at_ + ticks] == '`') ++ticks;
    const auto close = text_.find(std::string(ticks, '`'), at_ + ticks);
    if (close == std::string_view::npos) {
      at_ += ticks;
      return;
    }
    std::string_view inner = text_.substr(at_ + ticks, close - at_ - ticks);
    while (!inner.empty() && is_space(inner.front())) inner.remove_prefix(1);
    while (!inner.empty() && is_space(inner.back())) inner.remove_suffix(1);
    words_.push_back({Word::Kind::code, std::string(inner), small_letters(inner)});
    at_ = close + ticks;
  }

  void word() {
    std::size_t end = at_;
    while (end < text_.size() && !is_space(text_[end]) && text_[end] != '`') ++end;
    std::string_view raw = text_.substr(at_, end - at_);
    at_ = end;
    // Emphasis: **never**, _never_, *never*; not the star of *.lock.
    while (raw.starts_with("**") || raw.starts_with("__")) raw.remove_prefix(2);
    if (raw.size() > 1 && raw.front() == '*' && raw.find_first_of("./") == std::string_view::npos) raw.remove_prefix(1);
    if (raw.size() > 2 && raw.front() == '_' && raw.substr(0, raw.find_last_not_of(",;:!?).\"]") + 1).ends_with('_')) raw.remove_prefix(1);
    while (!raw.empty() && (raw.front() == '(' || raw.front() == '"' || raw.front() == '[')) {
      add(Word::Kind::mark, raw.substr(0, 1));
      raw.remove_prefix(1);
      while (raw.starts_with("**")) raw.remove_prefix(2);
    }
    std::vector<std::string_view> behind;
    for (;;) {
      if (raw.ends_with("**") || raw.ends_with("__")) {
        if (raw.ends_with("/**")) break;   // a pattern
        raw.remove_suffix(2);
      } else if (!raw.empty() && std::string_view(",;:!?)\"]").find(raw.back()) != std::string_view::npos) {
        behind.push_back(raw.substr(raw.size() - 1));
        raw.remove_suffix(1);
      } else if (raw.size() > 1 && raw.back() == '.' && raw != "..") {
        behind.push_back(raw.substr(raw.size() - 1));
        raw.remove_suffix(1);
      } else if (raw.size() > 1 && (raw.back() == '*' || raw.back() == '_') && raw.find_first_of("/.") == std::string_view::npos) {
        raw.remove_suffix(1);
      } else {
        break;
      }
    }
    const bool is_mark = raw.find_first_not_of("-.,;:!?&+/*") == std::string_view::npos;
    add(is_mark ? Word::Kind::mark : Word::Kind::word, raw);
    for (auto mark = behind.rbegin(); mark != behind.rend(); ++mark) add(Word::Kind::mark, *mark);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> words_of(std::string_view sentence) {
  const std::string text = plain(sentence);
  return Splitter(text).split();
}

bool Cursor::take(std::string_view low) {
  if (!sees(low)) return false;
  ++at_;
  return true;
}

bool Cursor::take_one_of(std::initializer_list<std::string_view> lows) {
  return std::any_of(lows.begin(), lows.end(), [this](std::string_view low) { return take(low); });
}

bool Cursor::take_phrase(std::initializer_list<std::string_view> phrases) {
  for (std::string_view phrase : phrases) {
    const std::size_t start = at_;
    bool fits = true;
    while (fits && !phrase.empty()) {
      const auto end = std::min(phrase.find(' '), phrase.size());
      fits = take(phrase.substr(0, end));
      phrase.remove_prefix(std::min(end + 1, phrase.size()));
    }
    if (fits) return true;
    at_ = start;
  }
  return false;
}

}  // namespace agent

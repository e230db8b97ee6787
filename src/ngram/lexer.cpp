#include "ngram/lexer.h"

#include <algorithm>
#include <array>
#include <string>

namespace ngram {
namespace {

using code::Language;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

/// Marks of more than one byte, the longest first.
constexpr std::array k_marks = std::to_array<std::string_view>(
    {">>>=", "<<=", ">>=", ">>>", "===", "!==", "**=", "//=", "...", "..=", "->*", "<=>", "&&=",
     "||=",  "?\?=", "&^=", "==",  "!=",  "<=",  ">=",  "&&",  "||",  "++",  "--",  "+=",  "-=",
     "*=",   "/=",  "%=",  "&=",  "|=",  "^=",  "->",  "=>",  "::",  "<<",  ">>",  "**",  "//",
     "?\?",   "?.",  ":=",  "<-",  "..",  "&^",  "@="});

std::size_t mark_size(std::string_view rest) {
  constexpr std::string_view k_second = "=<>&|+-*/:.?^%";
  if (rest.size() < 2 || k_second.find(rest[1]) == std::string_view::npos) return 1;
  for (const auto mark : k_marks)
    if (rest.starts_with(mark)) return mark.size();
  return 1;
}

class Lexer {
 public:
  Lexer(Language language, std::string_view text) : text_(text), language_(language) {}

  std::vector<Lexeme> run() {
    out_.reserve(text_.size() / 4);
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_python() const { return language_ == Language::python; }
  [[nodiscard]] bool is_script() const {
    return language_ == Language::javascript || language_ == Language::typescript || language_ == Language::tsx;
  }
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  void put(std::size_t end, Lexical kind) {
    out_.push_back({at_, end, kind});
    at_ = end;
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') return newline();
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (is_comment(c)) {
      skip_comment();
    } else if (c == '/' && is_script() && regex_size() > 0) {
      put(at_ + regex_size(), Lexical::string);
    } else if (const auto prefix = string_prefix(); prefix > 0 || is_quote(c)) {
      string(prefix);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number();
    } else if (is_letter(c)) {
      std::size_t end = at_ + 1;
      while (end < text_.size() && is_word(text_[end])) ++end;
      put(end, Lexical::name);
    } else {
      mark(c);
    }
  }

  void newline() {
    // Python: one token for a run of empty lines, none inside brackets.
    if (is_python() && depth_ == 0 && !out_.empty() && out_.back().kind != Lexical::newline)
      return put(at_ + 1, Lexical::newline);
    ++at_;
  }

  [[nodiscard]] bool is_comment(char c) const {
    if (is_python()) return c == '#';
    return c == '/' && (peek(1) == '/' || peek(1) == '*');
  }

  void skip_comment() {
    if (!is_python() && peek(1) == '*') {
      const auto end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
      return;
    }
    const auto end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end;
  }

  [[nodiscard]] bool is_quote(char c) const {
    if (c == '"') return true;
    if (c == '`') return is_script() || language_ == Language::go;
    if (c != '\'') return false;
    // Rust: 'a is a lifetime, 'a' a character.
    return language_ != Language::rust || peek(1) == '\\' || peek(2) == '\'' ||
           static_cast<unsigned char>(peek(1)) >= 0x80;
  }

  /// Bytes of letters (and #) that belong to the string behind them; 0 = none.
  [[nodiscard]] std::size_t string_prefix() const {
    std::string_view letters;
    switch (language_) {
      case Language::python: letters = "rRbBuUfF"; break;
      case Language::c: letters = "uUL8"; break;
      case Language::cpp: letters = "uUL8R"; break;
      case Language::rust: letters = "rbc"; break;
      default: return 0;
    }
    std::size_t n = 0;
    while (n < 3 && letters.find(peek(n)) != std::string_view::npos) ++n;
    if (n == 0) return 0;
    if (language_ == Language::rust) {
      std::size_t hashes = n;
      while (peek(hashes) == '#') ++hashes;
      if (peek(hashes) == '"' && (hashes == n || peek(n - 1) == 'r')) return hashes;
      return peek(n) == '\'' && peek(n - 1) == 'b' ? n : 0;
    }
    return peek(n) == '"' || peek(n) == '\'' ? n : 0;
  }

  void string(std::size_t prefix) {
    const std::string_view letters = text_.substr(at_, prefix);
    const char quote = text_[at_ + prefix];
    if (language_ == Language::cpp && letters.ends_with('R')) return raw_cpp(prefix);
    if (language_ == Language::rust && letters.find('r') != std::string_view::npos) return raw_rust(prefix);
    const std::string three(3, quote);
    if ((is_python() || language_ == Language::java) && text_.substr(at_ + prefix).starts_with(three))
      return put(closed(at_ + prefix + 3, three, true), Lexical::string);
    const bool spans = quote == '`' || (language_ == Language::rust && quote == '"');
    const bool escapes = !(language_ == Language::go && quote == '`');
    put(closed_by(at_ + prefix + 1, quote, spans, escapes), Lexical::string);
  }

  [[nodiscard]] std::size_t closed(std::size_t from, std::string_view end, bool escapes) const {
    for (std::size_t i = from; i < text_.size(); ++i) {
      if (escapes && text_[i] == '\\') ++i;
      else if (text_.substr(i, end.size()) == end) return i + end.size();
    }
    return text_.size();
  }
  [[nodiscard]] std::size_t closed_by(std::size_t from, char quote, bool spans, bool escapes) const {
    for (std::size_t i = from; i < text_.size(); ++i) {
      if (escapes && text_[i] == '\\') ++i;
      else if (text_[i] == quote) return i + 1;
      else if (text_[i] == '\n' && !spans) return i;
    }
    return text_.size();
  }
  void raw_cpp(std::size_t prefix) {
    const std::size_t from = at_ + prefix + 1;
    const auto open = text_.find('(', from);
    if (open == std::string_view::npos || open - from > 16) return put(from, Lexical::mark);
    put(closed(open + 1, ")" + std::string(text_.substr(from, open - from)) + "\"", false), Lexical::string);
  }
  void raw_rust(std::size_t prefix) {
    const auto hashes = static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                            text_.begin() + static_cast<std::ptrdiff_t>(at_ + prefix), '#'));
    put(closed(at_ + prefix + 1, "\"" + std::string(hashes, '#'), false), Lexical::string);
  }

  /// JavaScript: /.../ where no division can stand; 0 = none.
  [[nodiscard]] std::size_t regex_size() const {
    if (!out_.empty()) {
      const Lexeme& last = out_.back();
      const std::string_view before = text_.substr(last.begin, last.end - last.begin);
      const bool is_value = last.kind == Lexical::mark ? before == ")" || before == "]" || before == "}"
                                                       : before != "return" && before != "typeof" && before != "case";
      if (is_value) return 0;
    }
    bool in_class = false;
    for (std::size_t i = at_ + 1; i < text_.size() && text_[i] != '\n'; ++i) {
      if (text_[i] == '\\') ++i;
      else if (text_[i] == '[') in_class = true;
      else if (text_[i] == ']') in_class = false;
      else if (text_[i] == '/' && !in_class) return i + 1 - at_;
    }
    return 0;
  }

  void number() {
    std::size_t end = at_ + 1;
    while (end < text_.size()) {
      const char c = text_[end];
      const char before = text_[end - 1];
      const bool is_hex = text_[at_] == '0' && at_ + 1 < end && (text_[at_ + 1] == 'x' || text_[at_ + 1] == 'X');
      const bool exponent = (c == '+' || c == '-') && !is_hex && (before == 'e' || before == 'E');
      const bool group = c == '\'' && language_ == Language::cpp && end + 1 < text_.size() && is_word(text_[end + 1]);
      // Not "..": a range. Rust and others: 1.max(2) is rare enough to be one token too many.
      const bool point = c == '.' && !(end + 1 < text_.size() && (text_[end + 1] == '.' || is_letter(text_[end + 1])));
      if (!is_word(c) && !exponent && !group && !point) break;
      ++end;
    }
    put(end, Lexical::number);
  }

  void mark(char c) {
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
    if (c == '\\' && peek(1) == '\n') {  // a line goes on
      at_ += 2;
      return;
    }
    put(at_ + mark_size(rest()), Lexical::mark);
  }

  std::string_view text_;
  Language language_;
  std::size_t at_ = 0, depth_ = 0;
  std::vector<Lexeme> out_;
};

}  // namespace

std::vector<Lexeme> lex(Language language, std::string_view text) {
  return Lexer(language, text).run();
}

}  // namespace ngram

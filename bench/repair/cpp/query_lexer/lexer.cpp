#include "lexer.h"

#include <cctype>

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_alpha(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::vector<Token> Lexer::run() {
  std::vector<Token> tokens;
  while (pos_ < source_.size()) {
    const char c = peek();
    if (is_space(c)) {
      ++pos_;
      continue;
    }
    if (c == '\'') {
      ++pos_;
      tokens.push_back({Kind::kText, quoted()});
      continue;
    }
    if (is_digit(c)) {
      tokens.push_back({Kind::kNumber, number()});
    } else if (is_alpha(c)) {
      tokens.push_back({Kind::kWord, word()});
    } else {
      tokens.push_back({Kind::kSign, sign()});
    }
  }
  return tokens;
}

char Lexer::peek(std::size_t ahead) const {
  return pos_ + ahead < source_.size() ? source_[pos_ + ahead] : '\0';
}

// Stops at the closing quote; two quotes stand for one.
std::string Lexer::quoted() {
  const std::size_t start = pos_;
  std::string text;
  for (;;) {
    if (pos_ >= source_.size()) throw LexError("open text", start - 1);
    if (peek() == '\'') {
      if (peek(1) != '\'') return text;
      ++pos_;
    }
    text += source_[pos_++];
  }
}

std::string Lexer::number() {
  const std::size_t start = pos_;
  while (is_digit(peek())) ++pos_;
  if (peek() == '.' && is_digit(peek(1))) {
    ++pos_;
    while (is_digit(peek())) ++pos_;
  }
  if (is_alpha(peek())) throw LexError("bad number", start);
  return std::string(source_.substr(start, pos_ - start));
}

std::string Lexer::word() {
  const std::size_t start = pos_;
  while (is_alpha(peek()) || is_digit(peek())) ++pos_;
  return std::string(source_.substr(start, pos_ - start));
}

std::string Lexer::sign() {
  for (const std::string_view two : {"<=", ">=", "!=", "<>"}) {
    if (source_.substr(pos_, 2) == two) {
      pos_ += 2;
      return std::string(two);
    }
  }
  if (std::string_view("=<>(),*.").find(peek()) == std::string_view::npos) throw LexError("bad character", pos_);
  return std::string(1, source_[pos_++]);
}

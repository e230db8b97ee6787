#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

enum class Kind { kWord, kNumber, kText, kSign };

struct Token {
  Kind kind;
  std::string text;
  bool operator==(const Token&) const = default;
};

struct LexError : std::runtime_error {
  LexError(const std::string& message, std::size_t at)
      : std::runtime_error(message + " at " + std::to_string(at)), position(at) {}
  std::size_t position;
};

/// Splits a query such as: price >= 12.5 and name = 'O''Brien'
class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}
  std::vector<Token> run();

 private:
  char peek(std::size_t ahead = 0) const;
  std::string quoted();
  std::string number();
  std::string word();
  std::string sign();

  std::string_view source_;
  std::size_t pos_ = 0;
};

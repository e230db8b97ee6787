#pragma once
// The words of a piece of code, without comments and white space, and with strings written in one
// way: what the tests of all languages are compared by.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "code/parse.h"

namespace verify::tamper {

enum class TokenKind : std::uint8_t { word, number, string, sign };

struct Token {
  std::string text;  ///< a string always in double quotes, without prefix
  TokenKind kind = TokenKind::sign;
};
using Tokens = std::vector<Token>;

inline constexpr std::size_t k_tokens_max = 20000;  ///< of one piece

/// A comma in front of a closing bracket and semicolons are left out.
Tokens tokens_of(code::Node node, std::string_view source);

/// With a space only where two words would touch.
std::string joined(const Tokens& tokens);
/// The same with every literal as '#': code that differs from it in values only looks the same.
std::string skeleton_of(const Tokens& tokens);
/// The literals, in order: numbers, strings, true, false, None, null, ...
std::vector<std::string> literals_of(const Tokens& tokens);
bool is_literal(const Token& token);
/// Nothing but literals and what holds them together: 3, -1.5, [1, "a"], {1: 2}.
bool is_constant(const Tokens& tokens);

/// The offset of the bracket that closes the one at `open`; tokens.size() if none does.
std::size_t closing(const Tokens& tokens, std::size_t open);
/// Without brackets around the whole.
Tokens without_brackets(Tokens tokens);
/// Parts between the signs `sign` that stand in no bracket.
std::vector<Tokens> split(const Tokens& tokens, std::string_view sign);
Tokens slice(const Tokens& tokens, std::size_t begin, std::size_t end);
/// The offset of the first of `signs` that stands in no bracket, from `from`; tokens.size() if
/// none.
std::size_t find_sign(const Tokens& tokens, const std::vector<std::string_view>& signs,
                      std::size_t from = 0);
/// True if each of `part` is in `whole`, as often.
bool is_part_of(std::vector<std::string> part, std::vector<std::string> whole);

}  // namespace verify::tamper

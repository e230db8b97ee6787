#pragma once
// Source text as tokens, without a tree.
//
// The same tokens as the leaves of the syntax tree (a test holds both against each other), but at the
// speed of reading, of any length, and of a piece of a file as well: a candidate's line, the text before
// a cursor. Comments and blanks are no tokens. In Python the end of a line is one: there it ends a
// statement.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "code/language.h"

namespace ngram {

enum class Lexical : std::uint8_t { name, number, string, mark, newline };

struct Lexeme {
  std::size_t begin = 0, end = 0;  ///< bytes
  Lexical kind = Lexical::mark;
};

/// Never fails: what is no token of the language is one byte of Lexical::mark. A string that does not end
/// ends with its line, or with the text if it may span lines. Pure; linear in `text`.
std::vector<Lexeme> lex(code::Language language, std::string_view text);

}  // namespace ngram

#pragma once
// The tokens that an edit changes.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "candidate.h"
#include "ngram/lexer.h"
#include "source.h"

namespace repair {

/// A function's text and its tokens.
struct TokenText {
  std::string text;
  std::vector<ngram::Lexeme> tokens;

  [[nodiscard]] std::string_view at(std::size_t i) const {
    return std::string_view(text).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
  }
  [[nodiscard]] std::size_t size() const { return tokens.size(); }
};
TokenText tokens_of(const Source& source, const Unit& unit);
/// As the candidate has it.
TokenText tokens_of(const Source& source, const Candidate& candidate);

/// Tokens [begin, end_before) of one text are [begin, end_after) of the other; what stands around them is equal.
struct TokenChange {
  std::size_t begin = 0, end_before = 0, end_after = 0;
};
TokenChange changed_tokens(const TokenText& before, const TokenText& after);

}  // namespace repair

#include "tokens.h"

#include <algorithm>

namespace repair {

TokenText tokens_of(const Source& source, const Unit& unit) {
  TokenText out;
  out.text = source.text().substr(unit.begin, unit.end - unit.begin);
  out.tokens = ngram::lex(source.language(), out.text);
  return out;
}

TokenText tokens_of(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  TokenText out;
  out.text = edited_within(source.text(), unit.begin, unit.end, candidate.splices);
  out.tokens = ngram::lex(source.language(), out.text);
  return out;
}

TokenChange changed_tokens(const TokenText& before, const TokenText& after) {
  const std::size_t least = std::min(before.size(), after.size());
  TokenChange change;
  while (change.begin < least && before.at(change.begin) == after.at(change.begin)) ++change.begin;
  std::size_t back = 0;
  while (back < least - change.begin && before.at(before.size() - 1 - back) == after.at(after.size() - 1 - back)) ++back;
  change.end_before = before.size() - back;
  change.end_after = after.size() - back;
  return change;
}

}  // namespace repair

#include "loss.h"

#include <algorithm>
#include <array>

#include "dialect.h"
#include "tokens.h"

namespace repair {
namespace {

using ngram::Lexical;

constexpr std::array k_jumps = std::to_array<std::string_view>({"return", "break", "continue", "raise", "throw", "goto"});

bool is_jump(std::string_view word) {
  return std::find(k_jumps.begin(), k_jumps.end(), word) != k_jumps.end();
}

/// True if `part` is `whole` with some tokens left out.
bool is_rest_of(const TokenText& whole, std::size_t begin, std::size_t end, const TokenText& part, std::size_t first,
                std::size_t last) {
  std::size_t at = first;
  for (std::size_t i = begin; i < end && at < last; ++i)
    if (whole.at(i) == part.at(at)) ++at;
  return at == last;
}

/// What goes is only a sign, a negation, a number: an expression of the same things stays.
bool is_small(const TokenText& before, std::size_t begin, std::size_t end, const TokenText& after, std::size_t first,
              std::size_t last) {
  std::size_t at = first;
  for (std::size_t i = begin; i < end; ++i) {
    if (at < last && before.at(i) == after.at(at)) {
      ++at;
      continue;
    }
    const bool is_word = before.tokens[i].kind == Lexical::name || before.tokens[i].kind == Lexical::string;
    if (is_word && before.at(i) != "not") return false;
  }
  return true;
}

std::string_view line_at(const std::string& text, std::size_t at) {
  const auto start = text.rfind('\n', at == 0 ? 0 : at - 1);
  const std::size_t from = start == std::string::npos || at == 0 ? 0 : start + 1;
  return std::string_view(text).substr(from, text.find('\n', from) - from);
}

std::size_t indent(std::string_view line) {
  const auto at = line.find_first_not_of(" \t");
  return at == std::string_view::npos ? 0 : at;
}

/// A jump was put in front of statements of the same block: they are gone.
bool cuts_off(const Source& source, const TokenText& after, const TokenChange& change) {
  if (change.begin >= change.end_after || !is_jump(after.at(change.begin))) return false;
  const auto line = line_at(after.text, after.tokens[change.begin].begin);
  if (after.text.substr(after.tokens[change.begin].begin - indent(line), 0).empty() &&
      line.substr(indent(line)).starts_with(after.at(change.begin))) {
    std::size_t next = change.end_after;
    while (next < after.size() && after.tokens[next].kind == Lexical::newline) ++next;
    if (next >= after.size()) return false;
    if (!source.is_python()) return after.at(next) != "}" && after.at(next) != "case" && after.at(next) != "default";
    const auto following = line_at(after.text, after.tokens[next].begin);
    return indent(following) == indent(line) && !following.substr(indent(following)).starts_with("el") &&
           !following.substr(indent(following)).starts_with("except");
  }
  return false;
}

bool is_literal(const Source& source, const TokenText& after, const TokenChange& change) {
  if (change.end_after != change.begin + 1) return false;
  const auto& token = after.tokens[change.begin];
  const auto text = after.at(change.begin);
  const auto& words = dialect(source.language());
  return token.kind == Lexical::number || token.kind == Lexical::string || text == words.yes || text == words.no ||
         text == "None" || text == "null" || text == "nil" || text == "undefined" || text == "pass";
}

}  // namespace

Loss loss_of(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  const TokenText before = tokens_of(source, unit);
  const TokenText after = tokens_of(source, candidate);
  const TokenChange change = changed_tokens(before, after);
  if (cuts_off(source, after, change)) return Loss::whole;
  const std::size_t gone = change.end_before - change.begin;
  const std::size_t come = change.end_after - change.begin;
  if (gone == 0) return Loss::none;
  const auto first_line = before.text.find('\n', before.tokens[change.begin].begin);
  if (is_literal(source, after, change)) {
    if (after.at(change.begin) == "pass") return Loss::whole;
    bool computes = false;
    for (std::size_t i = change.begin; i < change.end_before; ++i)
      computes = computes || before.tokens[i].kind == Lexical::name;
    if (!computes || (gone == 1 && before.at(change.begin) == source.text())) return Loss::none;
    const auto& words = dialect(source.language());
    const auto text = after.at(change.begin);
    const auto old = before.at(change.begin);
    if (gone == 1 && (old == words.yes || old == words.no || old == "None" || old == "null" || old == "nil" || old == "undefined"))
      return Loss::none;
    return text == words.yes || text == words.no ? Loss::whole : Loss::part;
  }
  if (come >= gone || !is_rest_of(before, change.begin, change.end_before, after, change.begin, change.end_after))
    return Loss::none;
  if (is_small(before, change.begin, change.end_before, after, change.begin, change.end_after)) return Loss::none;
  // Whole lines: the change ends behind a line's end.
  const bool spans = first_line != std::string::npos && change.end_before < before.size() &&
                     first_line < before.tokens[change.end_before].begin;
  const std::size_t line_begin = before.tokens[change.begin].begin;
  const bool at_start = indent(line_at(before.text, line_begin)) + 1 >=
                        line_begin - (before.text.rfind('\n', line_begin) == std::string::npos ? 0 : before.text.rfind('\n', line_begin));
  return come == 0 && spans && at_start ? Loss::whole : Loss::part;
}

}  // namespace repair

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

/// The part of `text` in front of `at`, in its line.
std::string_view before_in_line(const std::string& text, std::size_t at) {
  const std::size_t feed = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t from = feed == std::string::npos ? 0 : feed + 1;
  return std::string_view(text).substr(from, at - from);
}
bool begins_line(const std::string& text, std::size_t at) {
  return before_in_line(text, at).find_first_not_of(" \t") == std::string_view::npos;
}

/// A jump was put in front of statements of the same block: they are gone.
bool cuts_off(const Source& source, const TokenText& after, const TokenChange& change) {
  if (change.begin >= change.end_after || !is_jump(after.at(change.begin))) return false;
  const std::size_t at = after.tokens[change.begin].begin;
  std::size_t next = change.end_after;
  while (next < after.size() && after.tokens[next].kind == Lexical::newline) ++next;
  if (!begins_line(after.text, at) || next >= after.size()) return false;
  const auto word = after.at(next);
  if (!source.is_python()) return word != "}" && word != "case" && word != "default";
  const bool same_block = before_in_line(after.text, after.tokens[next].begin).size() == before_in_line(after.text, at).size();
  return same_block && word != "elif" && word != "else" && word != "except" && word != "finally";
}

bool is_truth(const Source& source, std::string_view text) {
  const auto& words = dialect(source.language());
  return text == words.yes || text == words.no;
}
bool is_nothing(std::string_view text) {
  return text == "None" || text == "null" || text == "nil" || text == "undefined" || text == "nullptr";
}

/// One literal where a name stood, alone or with others.
Loss of_literal(const Source& source, const TokenText& before, const TokenText& after, const TokenChange& change) {
  const auto text = after.at(change.begin);
  bool computes = false;
  for (std::size_t i = change.begin; i < change.end_before; ++i)
    computes = computes || (before.tokens[i].kind == Lexical::name && !is_truth(source, before.at(i)) &&
                            !is_nothing(before.at(i)));
  if (!computes) return Loss::none;
  return is_truth(source, text) ? Loss::whole : Loss::part;
}

bool is_literal(const Source& source, const TokenText& after, const TokenChange& change) {
  if (change.end_after != change.begin + 1) return false;
  const auto kind = after.tokens[change.begin].kind;
  const auto text = after.at(change.begin);
  return kind == Lexical::number || kind == Lexical::string || is_truth(source, text) || is_nothing(text);
}

}  // namespace

Loss loss_of(const Source& source, const Candidate& candidate) {
  const TokenText before = tokens_of(source, source.units()[candidate.unit]);
  const TokenText after = tokens_of(source, candidate);
  const TokenChange change = changed_tokens(before, after);
  if (cuts_off(source, after, change)) return Loss::whole;
  if (change.end_before == change.begin) return Loss::none;  // only something new
  if (change.end_after == change.begin + 1 && after.at(change.begin) == "pass") return Loss::whole;
  if (is_literal(source, after, change)) return of_literal(source, before, after, change);
  if (!is_rest_of(before, change.begin, change.end_before, after, change.begin, change.end_after) ||
      is_small(before, change.begin, change.end_before, after, change.begin, change.end_after))
    return Loss::none;
  // Whole lines: from the beginning of one to that of another.
  const bool lines = change.end_before < before.size() && begins_line(before.text, before.tokens[change.begin].begin) &&
                     begins_line(before.text, before.tokens[change.end_before].begin);
  return change.end_after == change.begin && lines ? Loss::whole : Loss::part;
}

}  // namespace repair

#pragma once
// Which versions of functions have been tried? Two edits often make the same program in two ways.

#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "candidate.h"
#include "source.h"

namespace repair {

/// A hash of a text's syntax tree without comments, blanks and brackets that only group; `not a == b` is
/// `a != b`. Of its tokens if it does not parse.
std::uint64_t tree_hash(code::Language language, std::string_view text);
/// Of a text's tokens; in Python with the blanks in front of its lines.
std::uint64_t token_hash(code::Language language, std::string_view text);

/// Functions that differ from the project's: (source, unit) -> token_hash.
using ChangedUnits = std::map<std::pair<std::size_t, std::size_t>, std::uint64_t>;
ChangedUnits with(ChangedUnits changed, const Source& source, const Candidate& candidate);

inline constexpr std::size_t k_same_statement_max = 600;  ///< bytes; of longer statements only the tokens count

/// By the tokens of the function, also across rounds: A and then B makes what B and then A made. And by the
/// syntax tree of the statement that changed. Some ten microseconds a candidate.
class Seen {
 public:
  /// False if the candidate, on top of what `base` changed, has been seen before.
  bool add(const ChangedUnits& base, const Source& source, const Candidate& candidate);
  [[nodiscard]] std::size_t repeated() const { return repeated_; }

 private:
  std::unordered_set<std::uint64_t> seen_;
  std::size_t repeated_ = 0;
};

}  // namespace repair

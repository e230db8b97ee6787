#pragma once
// One edit that may be the fix.

#include <string>
#include <vector>

namespace repair {

/// Bytes [begin, end) become `text`.
struct Splice {
  std::size_t begin = 0, end = 0;
  std::string text;
};

struct Candidate {
  std::size_t source = 0;       ///< index of the file
  std::size_t unit = 0;         ///< index of its function
  std::vector<Splice> splices;  ///< in order, apart
  double cost = 0;              ///< the smaller, the likelier
  std::size_t line = 0;         ///< where, from 1
  const char* what = "";        ///< the kind of edit, a word or two
  double known_pairs = 1;       ///< share of the neighbouring tokens of what it writes that are neighbours elsewhere (naturalness.h)
  double natural = 0;           ///< bits a token by which the changed code is more natural than the old (naturalness.h)
};

/// `text` with the splices put in.
std::string edited(std::string_view text, const std::vector<Splice>& splices);
/// The part [begin, end) of `text` with those splices that lie in it.
std::string edited_within(std::string_view text, std::size_t begin, std::size_t end,
                          const std::vector<Splice>& splices);

}  // namespace repair

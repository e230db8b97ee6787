#pragma once
// Hashes of a text with splices in it, in the time of the splices: two that make the same text have the same hash.
// A polynomial in 2^61 - 1, with hashes of all beginnings of the text (Rabin and Karp).

#include <cstdint>
#include <string_view>
#include <vector>

#include "candidate.h"

namespace repair {

class TextHash {
 public:
  /// Keeps eight bytes for each of `text`, and not the text.
  explicit TextHash(std::string_view text);

  /// Of the text with `splices` in it, which are in order, apart and within. Offsets are less by `first` than theirs.
  std::uint64_t with(const std::vector<Splice>& splices, std::size_t first);
  [[nodiscard]] std::uint64_t plain() const { return prefixes_.back(); }

 private:
  [[nodiscard]] std::uint64_t part(std::size_t begin, std::size_t end);
  std::uint64_t power(std::size_t n);

  std::vector<std::uint64_t> prefixes_, powers_;
};

}  // namespace repair

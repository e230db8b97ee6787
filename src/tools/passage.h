#pragma once
// Passages of a file: where a text stands in it, line endings aside, and, where it does not stand,
// what comes nearest. Pure; internal to tools.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// Bytes [begin, end) of the file.
struct Passage {
  std::size_t begin = 0, end = 0;
};

enum class Overlap { no, yes };

/// Where `wanted` stands in `file`, from the beginning, at most `limit` places. "\r\n" and "\n" are
/// the same on both sides.
std::vector<Passage> find_passages(std::string_view file, std::string_view wanted, Overlap overlap,
                                   std::size_t limit);

/// `replacement` with the line endings that `file` has around `at`.
std::string with_endings_of(std::string_view file, std::size_t at, std::string_view replacement);

inline constexpr std::size_t k_near_lines_max = 12;        ///< shown
inline constexpr std::size_t k_near_bytes_max = std::size_t{8} << 20;  ///< looked at

/// For an error: the lines of `file` that come nearest to `wanted`, numbered as `read` shows them,
/// with a sentence that says how they differ ("only in blanks"). "" if nothing is near.
std::string nearest(std::string_view file, std::string_view wanted);

}  // namespace tools

#pragma once
// Lines. A line ends with a line feed, which belongs to it; a carriage return before that is part
// of the ending, one anywhere else is an ordinary byte. Pure functions, safe from any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// The lines of `bytes` with their endings; joined they are `bytes` again. "" has none, and only
/// the last may lack its ending. Views into `bytes`.
std::vector<std::string_view> split_lines(std::string_view bytes);
/// How many split_lines would give.
std::size_t count_lines(std::string_view bytes);
/// A line without its "\n" or "\r\n".
std::string_view without_ending(std::string_view line);

enum class LineEnding : std::uint8_t { none, lf, crlf, mixed };
/// Which endings `bytes` have; `none` if there is no line feed at all.
LineEnding line_ending(std::string_view bytes);
/// Every "\r\n" as "\n".
std::string to_lf(std::string_view bytes);
/// Every ending of `bytes`, "\n" or "\r\n", as `ending`; unchanged for `none` and `mixed`.
std::string with_line_ending(std::string_view bytes, LineEnding ending);

inline constexpr std::string_view k_bom = "\xEF\xBB\xBF";
inline bool has_bom(std::string_view bytes) {
  return bytes.starts_with(k_bom);
}
inline std::string_view without_bom(std::string_view bytes) {
  return has_bom(bytes) ? bytes.substr(k_bom.size()) : bytes;
}

/// Turns offsets into line numbers. Lines count from 1, as people and compilers do.
class LineIndex {
 public:
  explicit LineIndex(std::string_view bytes);
  [[nodiscard]] std::size_t lines() const { return starts_.size(); }
  /// The line that holds the byte at `offset`; offsets beyond the end belong to the last line.
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;
  /// The offset of the first byte of `line` (1..lines()); a line beyond the last gives the size.
  [[nodiscard]] std::size_t start_of(std::size_t line) const;

 private:
  std::vector<std::size_t> starts_;  ///< never empty: "" has one empty line here
  std::size_t size_;
};

}  // namespace text

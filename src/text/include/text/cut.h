#pragma once
// Cutting text to a bound. Never inside a UTF-8 character; any bytes accepted. Pure, any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace text {

/// The longest beginning of `bytes` of at most `limit` bytes that ends between two characters.
std::string_view clip(std::string_view bytes, std::size_t limit);
/// The longest end of `bytes`, likewise.
std::string_view clip_front(std::string_view bytes, std::size_t limit);

/// Keeps the beginning and the end of `bytes` with a line between them that says what is missing:
///   [... 12,345 bytes in 210 lines cut HINT ...]
/// At most `limit` bytes, this line included (if `limit` is too small even for it: the clipped
/// beginning alone). Unchanged if `bytes` fit. Cuts at line borders where they are near. Use `hint`
/// for where the rest is to be had: "; all of it: blob 4f1c".
std::string keep_ends(std::string_view bytes, std::size_t limit, std::string_view hint = {});

/// The same for output that comes in chunks and may be endless: holds less than 2 * `limit` bytes.
class EndsBuffer {
 public:
  explicit EndsBuffer(std::size_t limit) : limit_(limit) {}
  void add(std::string_view chunk);
  /// All bytes that were added.
  [[nodiscard]] std::size_t total() const { return total_; }
  /// True if text() leaves something out.
  [[nodiscard]] bool is_cut() const { return total_ > limit_; }
  /// Same promise as keep_ends of everything added.
  [[nodiscard]] std::string text(std::string_view hint = {}) const;

 private:
  std::size_t limit_;
  std::size_t total_ = 0;
  std::size_t dropped_lines_ = 0;  ///< line feeds that are in neither head_ nor tail_
  std::string head_;               ///< the first limit_ + 3 bytes
  std::string tail_;  ///< of what follows them, the last limit_ / 2 bytes or a bit more
};

}  // namespace text

#pragma once
// The last bytes of an output without end.

#include <cstddef>
#include <string>
#include <string_view>

#include "text/cut.h"

namespace tools {

/// Holds less than 2 * `limit` bytes.
class ServiceLog {
 public:
  explicit ServiceLog(std::size_t limit) : limit_(limit) {}
  void add(std::string_view chunk) {
    total_ += chunk.size();
    bytes_ += chunk.size() > limit_ ? chunk.substr(chunk.size() - limit_) : chunk;
    if (bytes_.size() >= 2 * limit_) bytes_.erase(0, bytes_.size() - limit_);
  }
  /// All bytes that were ever added.
  [[nodiscard]] std::size_t total() const { return total_; }
  /// The last `size` bytes that were added, as far as they are kept; begins between two characters.
  [[nodiscard]] std::string_view last(std::size_t size) const {
    return text::clip_front(bytes_, size < limit_ ? size : limit_);
  }

 private:
  std::size_t limit_, total_ = 0;
  std::string bytes_;
};

}  // namespace tools

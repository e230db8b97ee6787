#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// A frame: the mark "FR", one byte of type, two of length (big end first), the payload and a byte of checksum.
struct Frame {
  std::uint8_t type = 0;
  std::string payload;
  bool operator==(const Frame&) const = default;
};

/// The bytes of a frame; throws std::length_error if the payload is longer than 65535 bytes.
std::string encode(const Frame& frame);

/// Finds frames in bytes that come in pieces.
class FrameReader {
 public:
  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next whole frame. What is no frame is skipped.
  std::optional<Frame> next();
  std::size_t skipped() const { return skipped_; }
  std::size_t waiting() const { return buffer_.size(); }

 private:
  void drop(std::size_t count);
  bool find_mark();

  std::string buffer_;
  std::size_t skipped_ = 0;
};

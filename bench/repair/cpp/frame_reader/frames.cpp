#include "frames.h"

#include <stdexcept>

namespace {

constexpr std::string_view kMark = "FR";
constexpr std::size_t kHead = 5;
constexpr std::size_t kMostPayload = 65535;

std::uint32_t read_number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value = (value << 8) | bytes[at + i];
  }
  return value;
}

void write_number(std::string& out, std::uint32_t value, std::size_t count) {
  for (std::size_t i = count; i > 0; --i) out += static_cast<char>((value >> (8 * (i - 1))) & 0xff);
}

std::uint8_t checksum(std::string_view bytes) {
  std::uint8_t sum = 0;
  for (const char c : bytes) sum = static_cast<std::uint8_t>(sum * 31 + static_cast<std::uint8_t>(c));
  return sum;
}

}  // namespace

std::string encode(const Frame& frame) {
  if (frame.payload.size() > kMostPayload) throw std::length_error("the payload is too long");
  std::string out(kMark);
  write_number(out, frame.type, 1);
  write_number(out, static_cast<std::uint32_t>(frame.payload.size()), 2);
  out += frame.payload;
  write_number(out, checksum(std::string_view(out).substr(kMark.size())), 1);
  return out;
}

void FrameReader::drop(std::size_t count) {
  buffer_.erase(0, count);
  skipped_ += count;
}

// Skips what is before the mark; keeps a last byte that may be its first one.
bool FrameReader::find_mark() {
  const std::size_t at = buffer_.find(kMark);
  if (at != std::string::npos) {
    drop(at);
    return true;
  }
  const bool half = !buffer_.empty() && buffer_.back() == kMark[0];
  drop(buffer_.size() - (half ? 1 : 0));
  return false;
}

std::optional<Frame> FrameReader::next() {
  while (find_mark()) {
    if (buffer_.size() < kHead) return std::nullopt;
    const std::size_t length = read_number(buffer_, 3, 2);
    const std::size_t whole = kHead + length + 1;
    if (buffer_.size() < whole) return std::nullopt;
    const std::string_view body = std::string_view(buffer_).substr(kMark.size(), whole - kMark.size() - 1);
    if (checksum(body) != read_number(buffer_, whole - 1, 1)) {
      drop(1);
      continue;
    }
    Frame frame;
    frame.type = static_cast<std::uint8_t>(read_number(buffer_, 2, 1));
    frame.payload = buffer_.substr(kHead, length);
    buffer_.erase(0, whole);
    return frame;
  }
  return std::nullopt;
}

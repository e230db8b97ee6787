#include "runs.h"

namespace {

constexpr std::size_t kLeastRun = 4;
constexpr std::size_t kMostRun = 255;
constexpr std::size_t kMostPlain = 255;

void flush(Bytes& out, Bytes& plain) {
  if (plain.empty()) return;
  out.push_back(static_cast<std::uint8_t>(plain.size()));
  out.insert(out.end(), plain.begin(), plain.end());
  plain.clear();
}

// The size of the block that starts at `at`, or 0 if it is not whole.
std::size_t block_size(const Bytes& packed, std::size_t at) {
  const std::size_t size = packed[at] == 0 ? 3 : 1 + std::size_t{packed[at]};
  if (at + size > packed.size()) return 0;
  if (packed[at] == 0 && packed[at + 1] == 0) return 0;
  return size;
}

}  // namespace

Bytes pack(const Bytes& data) {
  Bytes out;
  Bytes plain;
  std::size_t at = 0;
  while (at < data.size()) {
    std::size_t length = 1;
    while (at + length < data.size() && data[at + length] == data[at] && length <= kMostRun) ++length;
    if (length >= kLeastRun) {
      flush(out, plain);
      out.push_back(0);
      out.push_back(static_cast<std::uint8_t>(length));
      out.push_back(data[at]);
      at += length;
    } else {
      plain.push_back(data[at]);
      if (plain.size() == kMostPlain) flush(out, plain);
      ++at;
    }
  }
  flush(out, plain);
  return out;
}

std::optional<Bytes> unpack(const Bytes& packed) {
  Bytes data;
  for (std::size_t at = 0; at < packed.size();) {
    const std::size_t size = block_size(packed, at);
    if (size == 0) return std::nullopt;
    if (packed[at] == 0) {
      data.insert(data.end(), packed[at + 1], packed[at + 2]);
    } else {
      for (std::size_t i = 1; i < size; ++i) data.push_back(packed[at + i]);
    }
    at += size;
  }
  return data;
}

std::optional<std::size_t> blocks(const Bytes& packed) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < packed.size(); ++count) {
    const std::size_t size = block_size(packed, at);
    if (size == 0) return std::nullopt;
    at += size;
  }
  return count;
}

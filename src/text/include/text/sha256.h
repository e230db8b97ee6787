#pragma once
// SHA-256: how contents are named, in object stores, blobs, receipts and read guards.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace text {

/// Bytes in, name out. Not for several threads at once.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  using Digest = std::array<unsigned char, 32>;
  /// Ends the computation: make a new one for the next.
  [[nodiscard]] Digest digest();
  /// The same as 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex();

 private:
  std::array<std::uint32_t, 8> state_;
  std::uint64_t size_ = 0;
  std::array<unsigned char, 64> block_;
};

std::string to_hex(const Sha256::Digest& digest);
/// `Sha256` of one string. Safe from any thread.
std::string sha256_hex(std::string_view bytes);

/// True for 64 lower-case hexadecimal digits: names from files are checked before they become paths.
bool is_sha256_hex(std::string_view name);

}  // namespace text

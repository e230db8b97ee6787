#include "base/ids.h"

#include <sys/random.h>
#include <time.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace base {

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string iso_time(std::int64_t ms) {
  const time_t seconds = ms / 1000;
  tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 40> out{};
  const auto n = std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(out.data() + n, out.size() - n, ".%03dZ", static_cast<int>(ms % 1000));
  return out.data();
}

static void random_bytes(unsigned char* out, std::size_t n) {
  for (std::size_t got = 0; got < n;) {
    const ssize_t more = ::getrandom(out + got, n - got, 0);
    if (more < 0) std::abort();  // getrandom cannot fail on Linux >= 3.17 with these arguments
    got += static_cast<std::size_t>(more);
  }
}

std::string new_id() {
  static constexpr char k_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<unsigned char, 16> bytes{};
  const auto ms = static_cast<std::uint64_t>(now_ms());
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(ms >> (40 - 8 * i));
  random_bytes(bytes.data() + 6, 10);
  std::string out;
  out.reserve(26);
  unsigned buffer = 0;
  int bits = 2;  // 128 bits in 26 digits of 5: the first digit has two bits of padding
  for (const auto byte : bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += k_digits[(buffer >> bits) & 31];
    }
  }
  return out;
}

std::string random_hex(std::size_t n) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string raw(n, '\0');
  random_bytes(reinterpret_cast<unsigned char*>(raw.data()), n);
  std::string out;
  for (const unsigned char byte : raw) {
    out += k_digits[byte >> 4];
    out += k_digits[byte & 15];
  }
  return out;
}

}  // namespace base

#include "json/bytes.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace json {
namespace {

// As text::is_valid_utf8, which is above this module.
bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || i + length > bytes.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xc0) != 0x80) return false;
    const unsigned char second = byte(i + 1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
        (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
      return false;
    i += length;
  }
  return true;
}

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

void put_bytes(Object& out, std::string_view key, std::string_view bytes) {
  if (is_utf8(bytes)) {
    out[view(key)] = view(bytes);
    return;
  }
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    hex += k_digits[byte >> 4];
    hex += k_digits[byte & 15];
  }
  out[view(std::string(key) + "_hex")] = view(hex);
}

base::Result<std::string> take_bytes(const Value& in, std::string_view key) {
  if (const Value* plain = find(in, key)) return std::string(string_or(plain));
  const std::string_view hex = string_or(find(in, std::string(key) + "_hex"));
  if (hex.size() % 2 != 0) return base::fail(base::Code::invalid, "not hexadecimal: " + std::string(key));
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return base::fail(base::Code::invalid, "not hexadecimal: " + std::string(key));
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

}  // namespace json

#include "text/utf8.h"

#include <cstring>

namespace text {
namespace {

using Kind = Decoded::Kind;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// What may follow a lead byte: how many bytes, and the range of the first of them, which is where
/// overlong forms, surrogates and values beyond U+10FFFF are refused (Unicode, table 3-7).
struct Lead {
  unsigned char more = 0;
  unsigned char low = 0x80, high = 0xBF;
};

Lead lead_of(unsigned byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {};
}

/// The length of the ASCII text at the beginning, eight bytes at a time.
std::size_t ascii_prefix(std::string_view bytes) {
  std::size_t at = 0;
  while (at + 8 <= bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) break;
    at += 8;
  }
  while (at < bytes.size() && byte_at(bytes, at) < 0x80) ++at;
  return at;
}

/// The length of the valid text at the beginning; `stop` says what ended it.
std::size_t valid_prefix(std::string_view bytes, Decoded& stop) {
  std::size_t at = 0;
  for (;;) {
    at += ascii_prefix(bytes.substr(at));
    stop = decode(bytes, at);
    if (stop.size == 0 || stop.kind != Kind::character) return at;
    at += stop.size;
  }
}

constexpr std::string_view k_replacement_bytes = "\xEF\xBF\xBD";

}  // namespace

Decoded decode(std::string_view bytes, std::size_t at) {
  if (at >= bytes.size()) return {};
  const unsigned first = byte_at(bytes, at);
  if (first < 0x80) return {first, 1, Kind::character};
  const Lead lead = lead_of(first);
  if (lead.more == 0) return {k_replacement, 1, Kind::invalid};
  char32_t value = first & (0x3FU >> lead.more);
  for (std::uint8_t i = 1; i <= lead.more; ++i) {
    if (at + i >= bytes.size()) return {k_replacement, i, Kind::cut};
    const unsigned byte = byte_at(bytes, at + i);
    const unsigned low = i == 1 ? lead.low : 0x80;
    const unsigned high = i == 1 ? lead.high : 0xBF;
    if (byte < low || byte > high) return {k_replacement, i, Kind::invalid};
    value = (value << 6) | (byte & 0x3F);
  }
  return {value, static_cast<std::uint8_t>(lead.more + 1), Kind::character};
}

void append_utf8(std::string& out, char32_t value) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) value = k_replacement;
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0 | (value >> 6));
    put(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    put(0xE0 | (value >> 12));
    put(0x80 | ((value >> 6) & 0x3F));
    put(0x80 | (value & 0x3F));
  } else {
    put(0xF0 | (value >> 18));
    put(0x80 | ((value >> 12) & 0x3F));
    put(0x80 | ((value >> 6) & 0x3F));
    put(0x80 | (value & 0x3F));
  }
}

bool is_valid_utf8(std::string_view bytes) {
  Decoded stop;
  return valid_prefix(bytes, stop) == bytes.size();
}

std::string to_valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    Decoded stop;
    const std::size_t good = valid_prefix(bytes, stop);
    out.append(bytes.substr(0, good));
    bytes.remove_prefix(good + stop.size);
    if (stop.size != 0) out.append(k_replacement_bytes);
  }
  return out;
}

std::string Utf8Stream::feed(std::string_view chunk) {
  std::string bytes = std::move(held_);
  held_.clear();
  bytes.append(chunk);
  // Only the last three bytes can begin a character that is not finished yet.
  const std::size_t from = bytes.size() > 3 ? bytes.size() - 3 : 0;
  for (std::size_t at = from; at < bytes.size(); ++at) {
    if (is_continuation(bytes[at])) continue;
    if (decode(bytes, at).kind == Kind::cut) {
      held_ = bytes.substr(at);
      bytes.resize(at);
    }
  }
  return to_valid_utf8(bytes);
}

std::string Utf8Stream::finish() {
  const std::string rest = std::move(held_);
  held_.clear();
  return to_valid_utf8(rest);
}

bool looks_binary(std::string_view bytes) {
  constexpr std::size_t k_probe = 8192;
  return bytes.substr(0, k_probe).find('\0') != std::string_view::npos;
}

}  // namespace text

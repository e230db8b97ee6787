#include "money.h"

#include <cctype>
#include <cstdlib>

std::optional<std::int64_t> parse_cents(std::string_view text) {
  std::int64_t sign = 1;
  if (!text.empty() && text.front() == '-') {
    sign = -1;
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  std::int64_t whole = 0, cents = 0;
  int decimals = -1;   // no point seen
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
    } else if (!std::isdigit(static_cast<unsigned char>(c))) {
      return std::nullopt;
    } else if (decimals < 0) {
      whole = whole * 10 + (c - '0');
    } else {
      if (++decimals > 2) return std::nullopt;
      cents = cents * 10 + (c - '0');
    }
  }
  if (decimals == 0) return std::nullopt;
  if (decimals == 1) cents *= 10;
  return sign * whole * 100 + cents;
}

std::string format_cents(std::int64_t cents) {
  const std::int64_t size = std::abs(cents);
  std::string text = cents < 0 ? "-" : "";
  text += std::to_string(size / 100);
  text += size % 100 < 10 ? ".0" : ".";
  return text + std::to_string(size % 100);
}

std::vector<std::int64_t> split_evenly(std::int64_t cents, int shares) {
  std::vector<std::int64_t> parts(shares, cents / shares);
  for (int i = 0; i < cents % shares; ++i) ++parts[i];
  return parts;
}

#include "money.h"

#include <cctype>
#include <cstdio>
#include <stdexcept>

std::string format_cents(long long cents) {
  const bool negative = cents < 0;
  if (negative) cents = -cents;
  std::string whole = std::to_string(cents / 100);
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) whole.insert(static_cast<std::size_t>(at), ",");
  char rest[8];
  std::snprintf(rest, sizeof rest, ".%2d", static_cast<int>(cents % 100));
  return (negative ? "-" : "") + whole + rest;
}

long long parse_cents(const std::string& text) {
  std::size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) ++at;
  long long cents = 0;
  int after_dot = -1;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ',' && after_dot < 0) continue;
    if (c == '.' && after_dot < 0) {
      after_dot = 0;
      continue;
    }
    if (!std::isdigit(static_cast<unsigned char>(c))) throw std::invalid_argument(text);
    cents = cents * 10 + (c - '0');
    if (after_dot >= 0) ++after_dot;
  }
  if (after_dot != 2) throw std::invalid_argument(text);
  return negative ? -cents : cents;
}

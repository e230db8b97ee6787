#include "output_lines.h"

#include <algorithm>

namespace verify {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The length of the escape sequence at `at`, 0 if there is none.
std::size_t escape_length(const std::string& text, std::size_t at) {
  if (text[at] != '\x1b') return 0;
  if (at + 1 >= text.size()) return 1;
  std::size_t end = at + 2;
  if (text[at + 1] == '[') {
    while (end < text.size() && !(text[end] >= 0x40 && text[end] <= 0x7e)) ++end;
    return std::min(end + 1, text.size()) - at;
  }
  if (text[at + 1] == ']') {
    while (end < text.size() && text[end] != '\a' && text[end] != '\x1b' && text[end] != '\n')
      ++end;
    if (end < text.size() && text[end] == '\x1b') ++end;
    return std::min(end + 1, text.size()) - at;
  }
  return 2;
}

}  // namespace

OutputLines::OutputLines(const std::string& output) {
  plain_.reserve(output.size());
  for (std::size_t i = 0; i < output.size();) {
    if (const std::size_t skip = escape_length(output, i); skip != 0) {
      i += skip;
      continue;
    }
    if (output[i] != '\r') plain_ += output[i];
    ++i;
  }
  const std::string_view text = plain_;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines_.push_back(text.substr(at, end - at));
    at = end + 1;
  }
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n\v\f\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n\v\f\r") - first + 1);
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

std::optional<std::int64_t> take_number(std::string_view& text) {
  std::size_t n = 0;
  std::int64_t value = 0;
  while (n < text.size() && is_digit(text[n]) && n < 15) value = value * 10 + (text[n++] - '0');
  if (n == 0) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

std::optional<std::int64_t> take_duration(std::string_view& text) {
  std::string_view rest = text;
  const auto whole = take_number(rest);
  if (!whole) return std::nullopt;
  std::int64_t micros = 0;  // millionths of the unit
  if (take(rest, ".")) {
    int digits = 0;
    for (; !rest.empty() && is_digit(rest[0]); rest.remove_prefix(1))
      if (digits < 6) {
        micros = micros * 10 + (rest[0] - '0');
        ++digits;
      }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) micros *= 10;
  }
  take(rest, " ");
  constexpr std::int64_t k_whole_max = 1'000'000'000;
  const std::int64_t value = std::min(*whole, k_whole_max);
  std::int64_t ms = 0;
  if (take(rest, "ms")) {
    ms = value + (micros + 500'000) / 1'000'000;
  } else if (take(rest, "seconds") || take(rest, "second") || take(rest, "secs") ||
             take(rest, "sec") || take(rest, "s")) {
    ms = value * 1000 + (micros + 500) / 1000;
  } else {
    return std::nullopt;
  }
  text = rest;
  return ms;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view before_last(std::string_view text, std::string_view separator) {
  const auto at = text.rfind(separator);
  return at == std::string_view::npos ? text : text.substr(0, at);
}

}  // namespace verify

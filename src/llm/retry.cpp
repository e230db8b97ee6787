#include "retry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "text_match.h"

namespace llm {
namespace {

std::optional<double> number(std::string_view& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !(value >= 0) || value > 1e9) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

io::Millis millis(double value) { return io::Millis(static_cast<std::int64_t>(value + 0.999)); }

// Days since 1970 of a date in the Gregorian calendar; years are counted from March so that the
// leap day is the last of its year.
std::int64_t days(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t era = year / 400, in_era = year % 400;
  const std::int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t at, std::size_t n) {
  if (at + n > text.size()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text.substr(at, n)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::int64_t> http_date(std::string_view text) {
  // "Sun, 06 Nov 1994 08:49:37 GMT": the one form that servers may send today.
  const auto comma = text.find(", ");
  if (comma == std::string_view::npos) return std::nullopt;
  text.remove_prefix(comma + 2);
  static constexpr std::string_view k_months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() < 20) return std::nullopt;
  const auto day = digits(text, 0, 2), year = digits(text, 7, 4), hour = digits(text, 12, 2),
             minute = digits(text, 15, 2), second = digits(text, 18, 2);
  const auto month = k_months.find(text.substr(3, 3));
  if (!day || !year || !hour || !minute || !second || month == std::string_view::npos || month % 3 != 0)
    return std::nullopt;
  const auto date = days(*year, static_cast<std::int64_t>(month / 3) + 1, *day);
  return ((date * 24 + *hour) * 60 + *minute) * 60000 + *second * 1000;
}

std::optional<io::Millis> asked_wait(const io::Headers& headers, std::int64_t now_ms) {
  auto exact = trim(io::header(headers, "retry-after-ms"));
  if (const auto value = number(exact); value && exact.empty()) return millis(*value);
  auto text = trim(io::header(headers, "retry-after"));
  if (text.empty()) return std::nullopt;
  if (const auto date = http_date(text))
    return io::Millis(std::max<std::int64_t>(0, *date - now_ms));
  if (const auto value = number(text); value && text.empty()) return millis(*value * 1000);
  return std::nullopt;
}

std::optional<io::Millis> asked_wait(std::string_view message) {
  const std::string lower = lowered(message);
  for (const std::string_view lead : {"try again in ", "retry in ", "retry after ", "retrydelay\": \"",
                                      "retrydelay\":\""}) {
    const auto at = lower.find(lead);
    if (at == std::string::npos) continue;
    std::string_view rest = std::string_view(lower).substr(at + lead.size());
    double total = 0;
    bool any = false;
    while (const auto value = number(rest)) {
      while (rest.starts_with(' ')) rest.remove_prefix(1);
      double unit = 0;
      std::size_t width = 0;
      if (rest.starts_with("ms") || rest.starts_with("millis")) unit = 1, width = 2;
      else if (rest.starts_with("s")) unit = 1000, width = 1;
      else if (rest.starts_with("m")) unit = 60000, width = 1;
      else if (rest.starts_with("h")) unit = 3600000, width = 1;
      else break;
      rest.remove_prefix(width);
      total += *value * unit;
      any = true;
    }
    if (any) return millis(total);
  }
  return std::nullopt;
}

io::Millis backoff(int attempt, io::Millis start, io::Millis max, std::uint64_t random) {
  const int doublings = std::clamp(attempt - 1, 0, 20);
  const auto bound = std::min<std::int64_t>(max.count(), start.count() << doublings);
  if (bound <= 0) return io::Millis(0);
  return io::Millis(static_cast<std::int64_t>(random % (static_cast<std::uint64_t>(bound) + 1)));
}

}  // namespace llm

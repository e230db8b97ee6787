#include "words.h"

#include <boost/json.hpp>

#include <cstdio>

namespace tui {

std::string member(const json::Value& p, std::string_view key) { return std::string(json::string_or(json::find(p, key))); }

std::string first_line(std::string_view text) {
  const auto begin = text.find_first_not_of("\r\n ");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::string(text);
  const bool more = text.find_first_not_of("\r\n ", end) != std::string_view::npos;
  return std::string(text.substr(0, end)) + (more ? " …" : "");
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

static std::string tenths(std::int64_t value, std::int64_t unit, const char* name) {
  const auto all = value * 10 / unit;
  return std::to_string(all / 10) + (all >= 1000 || all % 10 == 0 ? "" : "." + std::to_string(all % 10)) + name;
}

std::string in_short(std::int64_t number) {
  if (number < 1000) return std::to_string(number);
  return number < 1'000'000 ? tenths(number, 1000, "k") : tenths(number, 1'000'000, "M");
}

std::string duration(std::int64_t ms) {
  if (ms < 1000) return std::to_string(ms) + " ms";
  if (ms < 100'000) return std::to_string(ms / 1000) + "." + std::to_string(ms % 1000 / 100) + " s";
  return std::to_string(ms / 60'000) + " min " + std::to_string(ms % 60'000 / 1000) + " s";
}

std::string dollars(double usd) {
  char out[40];
  std::snprintf(out, sizeof out, usd >= 1 ? "$%.2f" : "$%.4f", usd);
  return out;
}

std::string about_call(const json::Value& p) {
  const std::string arguments = member(p, "arguments");
  if (json::bool_or(json::find(p, "freeform"))) {
    for (std::size_t at = 0; (at = arguments.find("*** ", at)) != std::string::npos; at += 4)
      if (!arguments.substr(at).starts_with("*** Begin")) return first_line(std::string_view(arguments).substr(at + 4));
    return first_line(arguments);
  }
  const auto parsed = json::parse(arguments);
  if (!parsed || !parsed->is_object()) return first_line(arguments);
  for (const char* key : {"command", "path", "file_path", "pattern", "query", "name", "text", "id", "input"}) {
    const auto* value = json::find(*parsed, key);
    if (value != nullptr && value->is_string()) return first_line(member(*parsed, key));
  }
  return first_line(arguments);
}

std::string counted(std::size_t number, std::string_view one, std::string_view several) {
  return grouped(static_cast<std::int64_t>(number)) + " " + std::string(number == 1 ? one : several);
}

}  // namespace tui

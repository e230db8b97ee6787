#pragma once
// Small words for people: numbers, durations, what a tool call is about. Results are not made safe yet. Pure.

#include <cstdint>
#include <string>
#include <string_view>

#include "json/json.h"

namespace tui {

/// The text member `key`, "" if there is none.
std::string member(const json::Value& p, std::string_view key);
std::string first_line(std::string_view text);
/// "1,234".
std::string grouped(std::int64_t number);
/// "850", "12.3k", "1.2M".
std::string in_short(std::int64_t number);
/// "340 ms", "12.3 s", "4 min 5 s".
std::string duration(std::int64_t ms);
/// "$0.0123".
std::string dollars(double usd);
/// What a call is about: the one argument that says most.
std::string about_call(const json::Value& p);
/// "1 file", "2 files".
std::string counted(std::size_t number, std::string_view one, std::string_view several);

}  // namespace tui

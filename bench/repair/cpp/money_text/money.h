#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// "12", "12.3", "-12.34" in cents; nothing if it is no amount.
std::optional<std::int64_t> parse_cents(std::string_view text);
std::string format_cents(std::int64_t cents);
/// Shares that differ by at most a cent, the larger ones first.
std::vector<std::int64_t> split_evenly(std::int64_t cents, int shares);

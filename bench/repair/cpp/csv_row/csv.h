#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The fields of a row. A field in quotes may hold commas; two quotes in it stand for one.
std::vector<std::string> parse_row(std::string_view line);
/// The row of these fields, with quotes where they are needed.
std::string format_row(const std::vector<std::string>& fields);

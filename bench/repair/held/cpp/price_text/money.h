#pragma once
#include <string>

/// "1,234.05" for 123405 cents, "-0.50" for -50.
std::string format_cents(long long cents);
/// Cents of such a text; throws std::invalid_argument.
long long parse_cents(const std::string& text);

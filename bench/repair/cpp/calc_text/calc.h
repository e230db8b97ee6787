#pragma once
#include <optional>
#include <string>

/// The value of a text like "2 * (3 - 1) ^ 2". From the weakest: + and -, * and /, the signs, ^ (which goes
/// from the right). None if the text is not one whole expression.
std::optional<double> calculate(const std::string& text);

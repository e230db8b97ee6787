#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

using Values = std::map<std::string, std::string, std::less<>>;

/// Puts values in for {name}; {name|else} for those without a value. What has no value stays as it is.
std::string fill(std::string_view text, const Values& values);
/// The names that a text asks for, each once.
std::vector<std::string> names(std::string_view text);

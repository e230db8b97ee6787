#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

using Needs = std::map<std::string, std::vector<std::string>>;   // target -> what it needs

/// The targets so that what one needs comes before it, else by name; nothing if they need each other.
std::optional<std::vector<std::string>> build_order(const Needs& needs);
/// How many steps it takes if all that can is built at once; -1 if they need each other.
int depth(const Needs& needs);

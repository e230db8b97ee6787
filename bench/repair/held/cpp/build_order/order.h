#pragma once
#include <string>
#include <utility>
#include <vector>

/// In which order to build, from pairs (what, what it needs). Those that could come at the same time are in the
/// order of their names. Throws std::runtime_error for a circle.
std::vector<std::string> build_order(const std::vector<std::pair<std::string, std::string>>& needs);

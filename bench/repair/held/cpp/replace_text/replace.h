#pragma once
#include <string>

/// Every `from` becomes `to`, from the left; what was put in is not looked at again. An empty `from` changes nothing.
std::string replace_all(std::string text, const std::string& from, const std::string& to);
/// How often `what` occurs, not overlapping.
int occurrences(const std::string& text, const std::string& what);

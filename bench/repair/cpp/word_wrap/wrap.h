#pragma once
#include <string>
#include <vector>

/// The words between spaces and newlines.
std::vector<std::string> words(const std::string& text);
/// The text in lines of at most `width` characters; a word longer than that stands on a line of its own.
std::vector<std::string> wrap(const std::string& text, std::size_t width);
/// Wraps and puts `first` before the first line and `other` before each other; both count for the width.
std::string paragraph(const std::string& text, std::size_t width, const std::string& first, const std::string& other);
/// Each line with spaces before it, so that all end at `width`.
std::string alignRight(const std::string& text, std::size_t width);

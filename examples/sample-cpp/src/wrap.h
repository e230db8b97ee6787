#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace columns {

/// The words of `text`: what stands between blanks and line ends.
std::vector<std::string> split_words(const std::string& text);

/// Fills lines with as many words as fit into `width` characters. A word that is longer than that
/// gets a line of its own.
std::vector<std::string> wrap(const std::string& text, std::size_t width);

/// Wraps and puts `indent` blanks in front of every line but the first.
std::string hanging(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace columns

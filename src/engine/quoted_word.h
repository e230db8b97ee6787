#pragma once
// How a word of a command is shown to a person who decides about it. Internal to engine.

#include <string>

namespace engine {

/// As sh would take it, so that it can be told where one word ends.
std::string quoted_word(const std::string& word);

}  // namespace engine

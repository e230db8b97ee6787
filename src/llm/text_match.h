#pragma once
#include <string>
#include <string_view>

namespace llm {

/// ASCII letters in lower case, other bytes as they are.
inline std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// True if `pattern` occurs in `text`: a `#` stands for one or more digits, a `*` for any bytes.
bool occurs(std::string_view text, std::string_view pattern);

/// True if `word` occurs in `text` with no letter, digit or `_` next to it.
bool has_word(std::string_view text, std::string_view word);

}  // namespace llm

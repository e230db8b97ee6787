#pragma once
// Looking for words in code and in lines, for all parts of the tamper guard. Pure; ASCII only.

#include "output_lines.h"   // trim

#include <string>
#include <string_view>
#include <vector>

namespace verify::tamper {

bool is_word_char(char c);
std::string lower(std::string_view text);
/// Without white space at both ends.
/// Without any white space.
std::string squeeze(std::string_view text);
/// Runs of white space as one space, none at the ends.
std::string one_line(std::string_view text);
/// The offset of `word` where no letter, digit or '_' touches it (only at those of its ends that
/// are such a character themselves); npos if there is none.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);
bool has_word(std::string_view text, std::string_view word);
/// True if one of `signs` occurs in `text`, as has_word sees it.
template <class Signs>
bool has_any(std::string_view text, const Signs& signs) {
  for (const std::string_view sign : signs)
    if (has_word(text, sign)) return true;
  return false;
}
std::size_t count_word(std::string_view text, std::string_view word);
std::vector<std::string_view> split_words(std::string_view text);
/// At most `limit` bytes of valid UTF-8 on one line, "..." at a cut.
std::string shown(std::string_view text, std::size_t limit = 80);
/// `text` with every literal number and quoted string replaced by '#': what stays the same when
/// only values change. White space is left out.
std::string skeleton(std::string_view line);
/// The numbers of a line, in order; "1_000" is 1000, "30s" is 30.
std::vector<double> numbers(std::string_view line);

}  // namespace verify::tamper

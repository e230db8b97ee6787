#pragma once
// How text lies on a terminal. Safe from any thread.

#include <cstddef>
#include <string_view>

namespace text {

/// Columns of one character: 0 for controls and combining marks, 2 for East Asian wide and emoji.
int width(char32_t character);

/// A character that is there and not to be seen, or that shows text in another order than it has. Controls are none.
bool is_unseen(char32_t character);

/// Columns of `bytes`: the sum over its characters, which is what most terminals do (they draw an
/// emoji joined by U+200D as its parts, or narrower). An invalid part is one U+FFFD, one column.
/// Controls, tabs and escape sequences among them, count nothing: expand or remove them first.
std::size_t width(std::string_view bytes);

/// The end of the grapheme cluster (what a user calls a character) that begins at `at`: where the
/// cursor goes next. `bytes.size()` at the end.
std::size_t next_grapheme(std::string_view bytes, std::size_t at);
/// The beginning of the grapheme cluster that ends at `at`. Looks back at most 256 bytes.
std::size_t previous_grapheme(std::string_view bytes, std::size_t at);

/// The longest beginning of `bytes`, in whole grapheme clusters, that fits into `columns`.
std::string_view clip_to_width(std::string_view bytes, std::size_t columns);

}  // namespace text

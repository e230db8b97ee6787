#pragma once
// Foreign text made safe for a terminal: what a model, a file name, or a command's output says must not move the cursor, change
// the title, write the clipboard, or hide what is there. Pure; any bytes; the result is valid UTF-8. Any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tui {

/// Control characters, what turns the direction of writing round, and what is there but cannot be seen become U+FFFD;
/// line feeds stay, "\r\n" is one, tabs become blanks up to the next multiple of 4.
std::string clean(std::string_view text);
/// On one line: a line feed is shown as "\n", so that a name cannot fake a line of plumb's.
std::string clean_line(std::string_view text);
/// What a command has printed, as the lines of a terminal would hold it: escape sequences are left out, "\r" and backspace write
/// over what is there. Then as clean().
std::string clean_output(std::string_view bytes);

/// The lines of `text`, without an empty one at its end.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace tui

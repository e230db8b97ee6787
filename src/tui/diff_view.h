#pragma once
// A unified diff, from foreign files, to lines with signs, line numbers and colours. Pure; any thread.

#include <cstddef>
#include <string_view>

#include "style.h"

namespace tui {

/// At most `lines_max` lines; a last one says how many are left out. Lines that git writes in front of a file become one head.
Lines diff_lines(std::string_view diff, std::size_t lines_max);

}  // namespace tui

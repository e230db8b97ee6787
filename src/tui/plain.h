#pragma once
// The same conversation as lines only: nothing is drawn over, the terminal's own line editing is used. For screen readers and
// terminals that can do no more.

#include "tui/tui.h"

namespace tui {

io::Task<base::Result<int>> run_plain(io::Loop& loop, plumb::Host& host, Options options);

}  // namespace tui

#pragma once
#include "model_server/script.h"

namespace e2e {

/// Adds one line of a "=== turn" section. `heredoc` is the text after a <<WORD, if the line had one.
/// Returns what is wrong with it, or "".
std::string add_turn_line(model_server::Turn& turn, const std::string& key, const std::string& value);

}  // namespace e2e

#pragma once
// The commands that the terminal itself knows.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "tui/tui.h"

namespace tui {

struct SlashCommand {
  std::string_view name, what;
  bool words = false;   ///< more may follow
};
const std::vector<SlashCommand>& slash_commands();
/// Whether words may follow the command in `text`: then it is not sent at once.
bool takes_words(std::string_view text);

/// Whether `name`, behind a slash, can only be meant as a command: then one that nobody knows is a slip, and no message.
bool is_slip(std::string_view name);
/// Whether sessions can take these; "" = as it is. Fails with what is wrong with which of them.
base::Result<> fits_choice(const Options& options, const std::string& model, const std::string& effort);

}  // namespace tui

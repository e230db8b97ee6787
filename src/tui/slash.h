#pragma once
// The commands that the terminal itself knows.

#include <string_view>
#include <vector>

namespace tui {

struct SlashCommand {
  std::string_view name, what;
  bool words = false;   ///< more may follow
};
const std::vector<SlashCommand>& slash_commands();
/// Whether words may follow the command in `text`: then it is not sent at once.
bool takes_words(std::string_view text);

}  // namespace tui

#pragma once
// A shell command line as simple commands: enough to know which programs it runs and to add an
// argument to one of them. What it does not understand it says so, and nothing is added.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verify {

struct ShellWord {
  std::string text;           ///< without quotes
  std::size_t begin = 0;      ///< where it stands in the line
  std::size_t end = 0;
  bool is_literal = true;     ///< no $, no `, no glob: `text` is what the program gets
};

struct SimpleCommand {
  std::vector<ShellWord> words;   ///< redirections left out
  std::string before;             ///< what joins it to the one before: "", "&&", "||", ";", "|", "&"
};

/// Nothing where the line has loops, conditions, functions, here-documents, or is not finished.
std::optional<std::vector<SimpleCommand>> simple_commands(std::string_view line);

/// A word that sh takes literally. Any bytes but NUL, which no argument can hold (left out).
std::string shell_quote(std::string_view text);

}  // namespace verify

#pragma once
// The one runner of a check's command, found so that its arguments can be changed.

#include <optional>
#include <string>
#include <vector>

#include "runner.h"
#include "verify/verify.h"

namespace verify {

struct CommandLine {
  std::string line;
  std::string folder;             ///< where the runner is started, relative to the root: `cd FOLDER && ...`
  SimpleCommand command;          ///< the one that starts the runner
  RunnerAt at;                    ///< in it; for npm the runner is that of the script
  bool is_script = false;         ///< through a script of package.json: arguments go behind the command
  std::string manager;            ///< "npm", "yarn", "pnpm" then
};

/// Nothing if there is none, or more than one.
std::optional<CommandLine> command_line(const Check& check, const std::string& root);

struct TextEdit {
  std::size_t at = 0, removed = 0;
  std::string text;
};
/// Edits must not overlap; those at one place come out in the order given.
std::string edited(std::string line, std::vector<TextEdit> edits);

/// The command with its own files, folders and packages replaced by `operands` (quoted here).
/// `more` goes before them as it is. "" if an option's value cannot be told from an operand.
std::string with_operands(const CommandLine& line, const std::string& more, const std::vector<std::string>& operands);

/// `python -m unittest` for these modules, classes or tests.
std::string unittest_for(const CommandLine& line, const std::vector<std::string>& names);
/// The folder from which the modules of that command are named, relative to the root: "" = the root.
std::string unittest_top(const CommandLine& line);

}  // namespace verify

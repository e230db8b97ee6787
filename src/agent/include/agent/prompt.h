#pragma once
// What the model is told before the task: the house rules, where it is, and the project's own
// instructions.

#include <string>
#include <vector>

#include "base/env.h"
#include "base/error.h"

namespace agent {

inline constexpr std::size_t k_instructions_max = std::size_t{32} << 10;   ///< bytes that the prompt shows
inline constexpr std::size_t k_nested_max = 50;                            ///< files below the working folder

struct InstructionFile {
  std::string path;        ///< absolute
  std::string text;        ///< all of it
  std::size_t shown = 0;   ///< bytes of it that the prompt has
};

struct Instructions {
  std::vector<InstructionFile> files;    ///< the user's own, then from the root down to the working folder
  std::vector<InstructionFile> nested;   ///< of folders below it: the prompt names them only
  std::vector<std::string> problems;     ///< what was left out and why, a sentence each
};

/// AGENTS.md of each folder from `root` down to `cwd`; in a folder without one CLAUDE.md, else GEMINI.md; before them
/// the user's own in `config_dir`; and those of folders below `cwd` (not hidden ones, not of dependencies or build
/// outputs; bounded). The prompt shows at most k_instructions_max bytes together. A file of the project that is a link to
/// somewhere outside of `root` is left out: it would show the model what is not the project's. What cannot be read (a folder,
/// a pipe, more than 1 MiB) is left out, too; both are among the problems.
Instructions find_instructions(const std::string& root, const std::string& cwd, const std::string& config_dir);

struct Surroundings {
  std::string cwd, root;
  std::string platform;      ///< "linux x86_64"
  std::string date;          ///< "2026-11-22"
  std::string git;           ///< "branch main, 3 changed files", "" = not a git repository
  std::string check;         ///< the test command that was found, "" = none
};

/// The system prompt of a working session.
std::string system_prompt(const Surroundings& where, const Instructions& instructions);
/// The system prompt of `plumb ask`: code or a command, nothing else.
std::string ask_prompt(const Surroundings& where);

/// The folder with .git at or above `cwd`, else `cwd`.
std::string project_root(const std::string& cwd);

}  // namespace agent

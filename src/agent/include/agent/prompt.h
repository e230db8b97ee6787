#pragma once
// What the model is told before the task: the house rules, where it is, and the project's own
// instructions.

#include <string>
#include <vector>

#include "base/env.h"
#include "base/error.h"

namespace agent {

inline constexpr std::size_t k_instructions_max = std::size_t{32} << 10;

struct InstructionFile {
  std::string path;   ///< absolute
  std::string text;
};

/// AGENTS.md of each folder from `root` down to `cwd`; in a folder without one CLAUDE.md, else
/// GEMINI.md; before them the user's own in `config_dir`. At most k_instructions_max bytes together:
/// `cut` says whether something was left out. Unreadable files are an error, not a silence.
base::Result<std::vector<InstructionFile>> find_instructions(const std::string& root,
                                                             const std::string& cwd,
                                                             const std::string& config_dir,
                                                             bool& cut);

struct Surroundings {
  std::string cwd, root;
  std::string platform;      ///< "linux x86_64"
  std::string date;          ///< "2026-11-22"
  std::string git;           ///< "branch main, 3 changed files", "" = not a git repository
  std::string check;         ///< the test command that was found, "" = none
};

/// The system prompt of a working session.
std::string system_prompt(const Surroundings& where, const std::vector<InstructionFile>& files);
/// The system prompt of `plumb ask`: code or a command, nothing else.
std::string ask_prompt(const Surroundings& where);

/// The folder with .git at or above `cwd`, else `cwd`.
std::string project_root(const std::string& cwd);

}  // namespace agent

#pragma once
// Roles of subagents that a project or a user keeps as files: `.agents/agents/NAME.md` and `.claude/agents/NAME.md`, in the same
// places as skills. The front matter has `name`, `description`, and perhaps `tools` and `model`; the text below is what the subagent is told.

#include <string>
#include <vector>

#include "agent/skills.h"

namespace agent {

inline constexpr std::size_t k_role_files_max = 50;

struct RoleFile {
  std::string name, description, prompt;
  std::string model;             ///< as it is written, "" = none
  std::string path;
  bool is_read_only = false;     ///< it names tools, and none that changes anything
  bool is_users = false;         ///< below `home`, not the project's
};

/// The nearest of each name. `problems`: one sentence for each that could not be read, which is left out.
std::vector<RoleFile> find_role_files(const SkillPlaces& places, std::vector<std::string>& problems);

}  // namespace agent

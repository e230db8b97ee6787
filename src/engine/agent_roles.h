#pragma once
// Roles of subagents: built in, of the user's config.toml, of files. Internal to engine.

#include <optional>
#include <string>
#include <vector>

#include "agent/skills.h"
#include "engine/settings.h"

namespace engine {

inline constexpr int k_agent_turns = 60;   ///< of one task, unless its role says otherwise

struct AgentRole {
  std::string name, description;
  std::string prompt;                  ///< "" = nothing besides the task
  std::string model;                   ///< "" = the session's own
  std::string note;                    ///< for whoever asked for it: the model that its file names was not taken
  bool is_read_only = false;
  int turns_max = k_agent_turns;
  std::optional<double> budget_usd;
};

/// `work` and `look` are built in; the user's config.toml comes before files, and those before what is built in. A project's file may
/// choose no model but by an alias of the user's: it could send the code elsewhere. `problems`: as find_role_files. Fails with
/// invalid (config.toml).
base::Result<std::vector<AgentRole>> find_roles(const Settings& settings, const agent::SkillPlaces& places, std::vector<std::string>& problems);

}  // namespace engine

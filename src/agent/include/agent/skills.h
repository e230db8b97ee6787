#pragma once
// Skills (agentskills.io) and slash commands: texts that a project or a user keeps for the model, found by name.
//
// A skill is a folder with SKILL.md, whose front matter has `name` and `description`; the model is told these, and loads
// the text when it needs it. A command is a markdown file, whose text takes the place of `/name words` in a prompt.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace agent {

inline constexpr std::size_t k_skills_max = 200;
inline constexpr std::size_t k_skill_text_max = std::size_t{128} << 10;
/// What all names and descriptions may take of the system prompt.
inline constexpr std::size_t k_skills_told_max = std::size_t{8} << 10;

struct Skill {
  std::string name, description;
  std::string path;             ///< of SKILL.md, absolute; the files that belong to it lie beside
  bool for_user_only = false;   ///< disable-model-invocation: the model is not told of it
};

/// Where to look: from `cwd` upwards to `root`, then in `home`; in each folder .agents, then .claude.
struct SkillPlaces {
  std::string cwd, root, home;
};

/// By name, the nearest of each name. `problems`: one sentence for each that could not be read, which is left out.
std::vector<Skill> find_skills(const SkillPlaces& places, std::vector<std::string>& problems);
/// The text below the front matter. Fails with not_found, too_big, invalid.
base::Result<std::string> skill_text(const Skill& skill);
/// What the system prompt says of them; "" if the model is to be told of none.
std::string skills_prompt(const std::vector<Skill>& skills);

struct Command {
  std::string name, description;
  std::string path;
};
/// .agents/commands and .claude/commands in the same places, `config_dir`/commands before `home`; `a/b.md` is named a:b.
std::vector<Command> find_commands(const SkillPlaces& places, const std::string& config_dir,
                                   std::vector<std::string>& problems);
/// `/name words`: the command's text, or the skill's, with $ARGUMENTS and $1 to $9 filled in (where neither occurs, the words
/// follow the text). Anything else comes back as it is, an unknown name included: it may be a path. Fails as skill_text.
base::Result<std::string> expand_command(const std::string& prompt, const std::vector<Command>& commands,
                                         const std::vector<Skill>& skills);

}  // namespace agent

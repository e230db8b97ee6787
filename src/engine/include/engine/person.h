#pragma once
// What a front end for a person at a keyboard asks besides sessions.

#include <stop_token>
#include <string>
#include <vector>

#include "engine/settings.h"

namespace engine {

struct UserText {
  std::string name, description;
};
/// The skills and slash commands that can be called by name in a prompt, commands first. What cannot be read is left out: the
/// session tells of it.
std::vector<UserText> named_texts(const Settings& settings, const std::string& cwd);

/// The project's files by its ignore rules, relative to `cwd`. Blocks; safe from any thread. Fails as code::walk.
base::Result<std::vector<std::string>> project_files(const std::string& cwd, std::stop_token stop);

/// The environment for a command that the user runs: without keys.
base::Env env_for_commands(const Settings& settings);

}  // namespace engine

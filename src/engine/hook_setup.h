#pragma once
// The hooks of a session: which may run, and why others may not. Internal to engine.
//
// A project's hooks run only while the user trusts them: the files that name them and the scripts of the project that their
// commands name, with the content that these had when the user said so.

#include <optional>
#include <string>
#include <vector>

#include "engine/project_trust.h"
#include "engine/session.h"
#include "engine/settings.h"
#include "hook_config.h"

namespace engine {

struct HookSetup : ProjectTrust {
  std::vector<Hook> hooks;                 ///< that may run, the user's first
  std::vector<Hook> refused;               ///< of a project that is not trusted
  std::vector<std::string> files;          ///< of the project, that name hooks; empty = it has none
  std::vector<std::string> scripts;        ///< of the project, that the hooks' commands name, or may; relative to `folder`
  std::vector<std::string> unclear;        ///< commands that put names together while they run: `scripts` may lack some
  std::string folder, owner;               ///< of the project: where it is, who is trusted
};

/// Fails with invalid (config.toml), denied. What is wrong with a project's files is a notice.
base::Result<HookSetup> find_hooks(const Settings& settings, const std::string& cwd, const std::optional<AttemptOf>& attempt);

/// Whether the project's files and scripts still are what was found.
bool is_unchanged(const HookSetup& setup);

}  // namespace engine

#pragma once
// Where a project's things lie, and what can be said about it without running anything.

#include <memory>
#include <optional>
#include <string>

#include "agent/prompt.h"
#include "engine/records.h"
#include "engine/session.h"
#include "engine/settings.h"
#include "workspace/workspace.h"

namespace engine {

/// state/sessions/ID
std::string session_dir(const Settings& settings, const std::string& id);
/// The options to open the workspace of a session at `root`. What is kept for a project (before-images,
/// caches) is that of `project`, of which `root` may be a copy; "" = root itself.
workspace::Options workspace_options(const Settings& settings, const std::string& root,
                                     const std::string& session_dir, const std::string& project = "");
/// Platform, date, git branch (read from .git/HEAD: no program is started).
agent::Surroundings look_around(const std::string& cwd);
/// The same for an attempt at `cwd`: what its project says, seen from the copy.
agent::Surroundings look_around(const std::string& cwd, const std::optional<AttemptOf>& attempt);

/// The `attempt` of a session.started, and back.
std::optional<AttemptOf> attempt_in(const json::Value& started);
json::Value to_json(const AttemptOf& attempt);

/// Where commands in the sandbox cannot write to the project's repository, since it lies outside of
/// `root`: why, for people. Else "".
std::string git_outside(const std::string& root);

/// The workspace of a recorded session. Fails as Workspace::open.
base::Result<std::unique_ptr<workspace::Workspace>> open_project(const Settings& settings, const Recorded& session);

}  // namespace engine

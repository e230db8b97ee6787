#pragma once
// Where a project's things lie, and what can be said about it without running anything.

#include <memory>
#include <string>

#include "agent/prompt.h"
#include "engine/records.h"
#include "engine/settings.h"
#include "workspace/workspace.h"

namespace engine {

/// state/sessions/ID
std::string session_dir(const Settings& settings, const std::string& id);
/// The options to open the workspace of a session of the project at `root`.
workspace::Options workspace_options(const Settings& settings, const std::string& root,
                                     const std::string& session_dir);
/// Platform, date, git branch (read from .git/HEAD: no program is started).
agent::Surroundings look_around(const std::string& cwd);

/// Where commands in the sandbox cannot write to the project's repository, since it lies outside of
/// `root`: why, for people. Else "".
std::string git_outside(const std::string& root);

/// The workspace of a recorded session. Fails as Workspace::open.
base::Result<std::unique_ptr<workspace::Workspace>> open_project(const Settings& settings, const Recorded& session);

}  // namespace engine

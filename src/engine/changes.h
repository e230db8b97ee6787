#pragma once
// What a session's workspace has to say in its report.

#include <vector>

#include "engine/session.h"
#include "workspace/workspace.h"

namespace engine {

/// What is in the tree of the session's doing, with counts of lines where both versions are small texts.
std::vector<ChangedFile> changed_files(const workspace::Workspace& workspace);
/// Adds what the session's steps made and the tree does not have, and what happened to repositories.
void add_held(const workspace::Workspace& workspace, Report& report);

}  // namespace engine

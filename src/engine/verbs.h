#pragma once
// Undo, redo, rewind, apply and drop, in a session's workspace and on its record.

#include <string>
#include <string_view>
#include <vector>

#include "engine/session.h"
#include "journal/journal.h"
#include "workspace/workspace.h"

namespace engine {

/// "undo", ...: the event's type.
std::string_view name(Verb verb);

/// `paths` (relative to the project) empty = all. Intent and outcome are recorded. Not while a command of the workspace
/// runs. Fails with not_found (no such step), invalid (a path that leads out), unsupported, io.
base::Result<Undone> change_in(journal::Journal& journal, workspace::Workspace& project, Verb verb, const std::string& step,
                               const std::vector<std::string>& paths);

}  // namespace engine

#pragma once
// A tool that asks the session's hooks before it runs, and tells them what came of it. Internal to engine.

#include <memory>

#include "hooks.h"
#include "tools/tool.h"

namespace engine {

/// Both must outlive it. `root`: of the project, absolute.
std::unique_ptr<tools::Tool> with_hooks(tools::Tool& tool, Hooks& hooks, std::string root);

}  // namespace engine

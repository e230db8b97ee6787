#pragma once
// What a recorded session did to its project, with the contents.

#include <memory>

#include "engine/records.h"

namespace workspace {
class Workspace;
}

namespace engine {

/// Blocking. Fails with changed (the session is at work: ask it, Session::project), not_found (the project is gone), denied,
/// io.
base::Result<std::unique_ptr<workspace::Workspace>> open_project(const Settings& settings, const Recorded& session);

}  // namespace engine

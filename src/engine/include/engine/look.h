#pragma once
// What a recorded session did to its project, with the contents.

#include <memory>
#include <string>
#include <string_view>

#include "engine/records.h"

namespace workspace {
class Workspace;
}

namespace engine {

/// Blocking. Fails with changed (the session is at work: ask it, Session::project), not_found (the project is gone), denied,
/// io.
base::Result<std::unique_ptr<workspace::Workspace>> open_project(const Settings& settings, const Recorded& session);

/// Contents of a project as they may be shown: with handles in place of the user's secrets (docs/secrets.md). Fails with
/// invalid (config.toml).
base::Result<std::string> without_secrets(const Settings& settings, std::string_view text);

}  // namespace engine

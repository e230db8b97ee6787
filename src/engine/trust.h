#pragma once
// What the user trusts of a project: a file of it, with the content that it had when they said so. Kept in plumb's state folder,
// which no command in the sandbox sees.

#include <string>

#include "engine/project_trust.h"
#include "engine/settings.h"

namespace engine {

/// Finds out whether the content with of.hash is trusted, or another was. `owner`: the project's folder; `what`: "mcp", "hooks".
void find_trust(const Settings& settings, const std::string& what, const std::string& owner, ProjectTrust& of);
/// Fails with io, no_space, denied.
base::Result<> set_trusted(const Settings& settings, const std::string& what, const std::string& owner, const std::string& hash);
/// Fails with not_found (it was not), io.
base::Result<> unset_trusted(const Settings& settings, const std::string& what, const std::string& owner);

}  // namespace engine

#pragma once
// The configuration for people and tools: each value with where it comes from, and the JSON Schema of the files.

#include <string>
#include <vector>

#include "engine/settings.h"
#include "json/json.h"

namespace engine {

struct ConfigValue {
  std::string key;       ///< "sandbox.network", "providers.work.base_url"
  std::string value;     ///< JSON; "" = not set
  std::string origin;    ///< built-in, user, project, environment, command-line, managed
  std::string where;     ///< "FILE:LINE", the variable, the flag
};

/// Every setting for work at `cwd`, in the order of docs/configuration.md. `settings` are those of load_settings with the
/// flags for the sandbox set; `flags` are what the command line says, with the flag as `where`. Values of headers, which may
/// be keys, are hidden. Fails as with_project.
base::Result<std::vector<ConfigValue>> configuration(const Settings& settings, const std::string& cwd, const std::vector<ConfigValue>& flags);
json::Value to_json(const std::vector<ConfigValue>& values);

/// JSON Schema (2020-12) of config.toml and of a project's .plumb/config.toml, as docs/config.schema.json has it.
json::Value config_schema();

}  // namespace engine

#pragma once
// Where things are and what the user set: the environment, the folders, config.toml.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/error.h"
#include "workspace/policy.h"
#include "workspace/sandbox_settings.h"

namespace engine {

/// ~/.config/plumb/config.toml, top level:
///   model = "anthropic/claude-..."     default of --model
///   effort = "high"                    default of --effort
///   max_turns = 200, max_budget_usd = 5.0, max_tokens = 2000000
///   repair_first = true                builtin is tried before the model, where the task is about failing tests
///   repair_budget_s = 60               of each search of builtin
///   idle_timeout_s = 120               a model that sends nothing for so long is given up
///   [providers.NAME] ...               see docs/models.md
///   [sandbox], [effects]               see docs/policy.md
///   [mcp.NAME]                         see docs/mcp.md
/// /etc/plumb/managed.toml may set bounds to the last two that this file cannot widen.
struct Settings {
  base::Env env;
  base::Places places;
  std::string config_path, config_text;   ///< text "" = there is no file
  std::string credentials_path;
  std::string model, effort;
  std::optional<int> max_turns;
  std::optional<double> max_budget_usd;
  std::optional<std::int64_t> max_tokens;
  bool repair_first = false;
  std::optional<int> repair_budget_s;
  std::int64_t idle_timeout_ms = 120000;
  workspace::SandboxSettings sandbox;
  workspace::Policy policy;
  double retry_scale = 1;                 ///< tests make the waits between retries shorter
  std::int64_t attempt_grace_ms = 30000;  ///< how long a proof may still run when another attempt is verified
};

/// Reads the environment and the file. Fails with invalid (path, line and what is wrong), denied.
/// PLUMB_MODEL, PLUMB_IDLE_TIMEOUT_MS, PLUMB_RETRY_SCALE and PLUMB_ATTEMPT_GRACE_MS override the file.
base::Result<Settings> load_settings(base::Env env);

/// Command-line flags over the configuration's `[sandbox]`, within the managed bounds: "" and empty
/// leave it as it is. Fails with invalid (an unknown word).
base::Result<> set_sandbox(Settings& settings, const std::string& mode, const std::string& network,
                           const std::vector<std::string>& hosts, const std::vector<std::string>& writable);

}  // namespace engine

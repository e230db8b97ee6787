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

struct SessionOptions;

/// What plumb is told, in this order, the later over the earlier: built in, the user's config.toml, the project's
/// .plumb/config.toml (with_project), the environment, the command line; and above all /etc/plumb/managed.toml.
/// docs/configuration.md has every setting; src/engine/config_keys.cpp is the table of them.
struct Settings {
  base::Env env;
  base::Places places;
  std::string config_path, config_text;   ///< text "" = there is no file
  std::string managed_text;               ///< of /etc/plumb/managed.toml, likewise
  std::string credentials_path;
  std::string model, effort;
  std::optional<int> max_turns;
  std::optional<double> max_budget_usd;
  std::optional<std::int64_t> max_tokens;
  bool repair_first = false;
  bool rules_enforced = true;
  /// What all runs together may spend; a call that could overshoot is not made (docs/usage.md).
  struct Budgets {
    std::optional<double> day_usd, project_usd, all_usd;
    [[nodiscard]] bool any() const { return day_usd || project_usd || all_usd; }
  };
  Budgets budgets;
  std::optional<int> repair_budget_s;
  std::int64_t idle_timeout_ms = 120000;
  /// What the managed file bounds: nobody gets more.
  struct Bounds {
    std::string effort;
    std::optional<int> max_turns;
    std::optional<std::int64_t> max_tokens;
    std::optional<double> max_budget_usd;
  };
  Bounds managed;
  workspace::SandboxSettings sandbox;
  workspace::Policy policy;
  double retry_scale = 1;                 ///< tests make the waits between retries shorter
  std::int64_t attempt_grace_ms = 30000;  ///< how long a proof may still run when another attempt is verified
};

/// Reads the environment and the files but the project's. Fails with invalid (path, line, column and what is wrong), denied.
/// PLUMB_MODEL, PLUMB_IDLE_TIMEOUT_MS, PLUMB_RETRY_SCALE and PLUMB_ATTEMPT_GRACE_MS override the file.
base::Result<Settings> load_settings(base::Env env);

/// The file that a project at `cwd` has: there, else at its repository's root. Path "" = none. Fails with denied, too_big.
struct ProjectConfig {
  std::string path, text;
};
base::Result<ProjectConfig> project_config(const std::string& cwd);
/// The settings for work at `cwd`: the project's file may lower limits, and choose what costs nothing and opens nothing.
/// Fails with invalid (file, line, column; also for what a project may not say), as project_config.
base::Result<Settings> with_project(Settings settings, const std::string& cwd);
/// What the managed file bounds, over whatever was asked for.
void bound_options(const Settings& settings, SessionOptions& options);

/// Command-line flags over the configuration's `[sandbox]`, within the managed bounds: "" and empty
/// leave it as it is. Fails with invalid (an unknown word).
base::Result<> set_sandbox(Settings& settings, const std::string& mode, const std::string& network,
                           const std::vector<std::string>& hosts, const std::vector<std::string>& writable);

}  // namespace engine

#include "engine/settings.h"

#include <algorithm>
#include <charconv>

#include "agent/prompt.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "config_file.h"
#include "engine/notify.h"
#include "engine/session.h"
#include "hook_config.h"
#include "json/json.h"
#include "mcp_config.h"
#include "secrets.h"

namespace engine {

using base::Code;

namespace {

constexpr const char* k_project_file = ".plumb/config.toml";

std::string text_of(const ConfigEntry& entry) { return std::string(json::string_or(&entry.value)); }

/// What the file at the root of the table says, into the fields.
void take_user(const std::vector<ConfigEntry>& entries, Settings& settings) {
  for (const auto& entry : entries) {
    const auto whole = [&entry] { return json::int_or(&entry.value); };
    if (entry.key == "model") settings.model = text_of(entry);
    else if (entry.key == "effort") settings.effort = text_of(entry);
    else if (entry.key == "max_turns") settings.max_turns = static_cast<int>(whole());
    else if (entry.key == "max_tokens") settings.max_tokens = whole();
    else if (entry.key == "max_budget_usd") settings.max_budget_usd = json::double_or(&entry.value);
    else if (entry.key == "repair_first") settings.repair_first = json::bool_or(&entry.value);
    else if (entry.key == "repair_budget_s") settings.repair_budget_s = static_cast<int>(whole());
    else if (entry.key == "idle_timeout_s") settings.idle_timeout_ms = whole() * 1000;
    else if (entry.key == "rules") settings.rules_enforced = text_of(entry) == "enforce";
    else if (entry.key == "budget.day_usd") settings.budgets.day_usd = json::double_or(&entry.value);
    else if (entry.key == "budget.project_usd") settings.budgets.project_usd = json::double_or(&entry.value);
    else if (entry.key == "budget.all_usd") settings.budgets.all_usd = json::double_or(&entry.value);
  }
}

template <class T>
void lower(std::optional<T>& value, T bound) {
  value = value ? std::min(*value, bound) : bound;
}

void take_managed(const std::vector<ConfigEntry>& entries, Settings& settings) {
  auto& bounds = settings.managed;
  for (const auto& entry : entries) {
    if (entry.key == "effort") bounds.effort = text_of(entry);
    else if (entry.key == "max_turns") bounds.max_turns = static_cast<int>(json::int_or(&entry.value));
    else if (entry.key == "max_tokens") bounds.max_tokens = json::int_or(&entry.value);
    else if (entry.key == "max_budget_usd") bounds.max_budget_usd = json::double_or(&entry.value);
    else if (entry.key == "rules") settings.rules_enforced = text_of(entry) == "enforce";
    else if (entry.key == "budget.day_usd") lower(settings.budgets.day_usd, json::double_or(&entry.value));
    else if (entry.key == "budget.project_usd") lower(settings.budgets.project_usd, json::double_or(&entry.value));
    else if (entry.key == "budget.all_usd") lower(settings.budgets.all_usd, json::double_or(&entry.value));
  }
}

/// The text of a file; "" where there is none.
base::Result<std::string> text_at(const std::string& path) {
  auto text = base::read_file(path, k_config_max);
  if (!text && text.error().code == Code::not_found) return std::string();
  return text;
}

base::Result<> read_safety(Settings& settings) {
  TRY_DO(read_notify(settings.config_text, settings.config_path));
  // There, but not to be read: what it asks for is not known, so nothing is done.
  TRY(settings.managed_text, text_at(k_managed_file));
  TRY(const auto entries, read_config_file({ConfigLayer::managed, k_managed_file, settings.managed_text}));
  take_managed(entries, settings);
  TRY(settings.policy, workspace::read_policy(settings.config_text, settings.config_path, settings.managed_text, k_managed_file));
  TRY(settings.sandbox,
      workspace::read_sandbox_settings(settings.config_text, settings.config_path, settings.managed_text, k_managed_file));
  return {};
}

}  // namespace

base::Result<ProjectConfig> project_config(const std::string& cwd) {
  ProjectConfig out;
  for (const std::string& folder : {cwd, agent::project_root(cwd)}) {
    out.path = base::join(folder, k_project_file);
    TRY(out.text, text_at(out.path));
    if (!out.text.empty()) return out;
  }
  out.path.clear();
  return out;
}

base::Result<Settings> with_project(Settings settings, const std::string& cwd) {
  TRY(const auto file, project_config(cwd));
  TRY(const auto entries, read_config_file({ConfigLayer::project, file.path, file.text}));
  for (const auto& entry : entries) {
    if (entry.key == "effort") settings.effort = text_of(entry);
    else if (entry.key == "repair_first") settings.repair_first = json::bool_or(&entry.value);
    else if (entry.key == "max_turns") lower(settings.max_turns, static_cast<int>(json::int_or(&entry.value)));
    else if (entry.key == "max_tokens") lower(settings.max_tokens, json::int_or(&entry.value));
    else if (entry.key == "max_budget_usd") lower(settings.max_budget_usd, json::double_or(&entry.value));
    else if (entry.key == "repair_budget_s") lower(settings.repair_budget_s, static_cast<int>(json::int_or(&entry.value)));
  }
  return settings;
}

void bound_options(const Settings& settings, SessionOptions& options) {
  const auto& bounds = settings.managed;
  if (!bounds.effort.empty()) options.effort = bounds.effort;
  if (bounds.max_turns) options.turns_max = std::min(options.turns_max, *bounds.max_turns);
  if (bounds.max_tokens) options.tokens_max = options.tokens_max < 0 ? *bounds.max_tokens : std::min(options.tokens_max, *bounds.max_tokens);
  if (bounds.max_budget_usd) options.budget_usd = options.budget_usd < 0 ? *bounds.max_budget_usd : std::min(options.budget_usd, *bounds.max_budget_usd);
}

static base::Result<> read_number(const base::Env& env, const char* name, double& out) {
  const auto text = env.get(name);
  if (!text) return {};
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || value < 0)
    return base::fail(Code::invalid, std::string(name) + " must be a number, not '" + *text + "'");
  out = value;
  return {};
}

base::Result<Settings> load_settings(base::Env env) {
  Settings settings;
  settings.places = base::places(env);
  settings.env = std::move(env);
  settings.config_path = base::join(settings.places.config, "config.toml");
  settings.credentials_path = base::join(settings.places.config, "credentials.toml");
  TRY(settings.config_text, text_at(settings.config_path));
  TRY(const auto entries, read_config_file({ConfigLayer::user, settings.config_path, settings.config_text}));
  take_user(entries, settings);
  TRY_DO(read_user_servers(settings.config_text, settings.config_path, settings.env));
  TRY_DO(read_user_hooks(settings.config_text, settings.config_path));
  TRY_DO(read_secrets(settings.config_text, settings.config_path, settings.env));
  TRY_DO(read_safety(settings));
  if (const auto model = settings.env.get("PLUMB_MODEL")) settings.model = *model;
  auto idle = static_cast<double>(settings.idle_timeout_ms);
  TRY_DO(read_number(settings.env, "PLUMB_IDLE_TIMEOUT_MS", idle));
  settings.idle_timeout_ms = static_cast<std::int64_t>(idle);
  TRY_DO(read_number(settings.env, "PLUMB_RETRY_SCALE", settings.retry_scale));
  auto grace = static_cast<double>(settings.attempt_grace_ms);
  TRY_DO(read_number(settings.env, "PLUMB_ATTEMPT_GRACE_MS", grace));
  settings.attempt_grace_ms = static_cast<std::int64_t>(grace);
  return settings;
}

base::Result<> set_sandbox(Settings& settings, const std::string& mode, const std::string& network,
                           const std::vector<std::string>& hosts, const std::vector<std::string>& writable) {
  using workspace::SandboxMode;
  using workspace::SandboxNetwork;
  auto& sandbox = settings.sandbox;
  bool known = mode.empty();
  for (const auto each : {SandboxMode::read_only, SandboxMode::workspace, SandboxMode::full})
    if (workspace::name(each) == mode) {
      sandbox.mode = each;
      known = true;
    }
  if (!known) return base::fail(Code::invalid, "--sandbox must be read-only, workspace or full, not '" + mode + "'");
  known = network.empty();
  for (const auto each : {SandboxNetwork::off, SandboxNetwork::list, SandboxNetwork::on})
    if (workspace::name(each) == network) {
      sandbox.network = each;
      known = true;
    }
  if (!known) return base::fail(Code::invalid, "--network must be off, list or on, not '" + network + "'");
  if (!hosts.empty() && network.empty() && sandbox.network == SandboxNetwork::off) sandbox.network = SandboxNetwork::list;
  sandbox.hosts.insert(sandbox.hosts.end(), hosts.begin(), hosts.end());
  for (const std::string& folder : writable) sandbox.writable.push_back(base::absolute(folder));
  workspace::bound(sandbox);
  return {};
}

}  // namespace engine

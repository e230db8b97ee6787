#include "engine/settings.h"

#include <toml++/toml.h>

#include <charconv>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/notify.h"
#include "mcp_config.h"

namespace engine {

using base::Code;

/// Of turns and seconds: beyond it there is no limit in practice, and the number is a slip.
constexpr std::int64_t k_small_max = 1'000'000;

static base::Result<> read_config(Settings& settings) {
  const auto parsed = toml::parse(settings.config_text, settings.config_path);
  if (!parsed)
    return base::fail(Code::invalid,
                      settings.config_path + ":" +
                          std::to_string(parsed.error().source().begin.line) + ": " +
                          std::string(parsed.error().description()));
  const toml::table& table = parsed.table();
  const auto wrong = [&](const toml::node& node, std::string_view key, std::string_view want) {
    return base::fail(Code::invalid, settings.config_path + ":" +
                                         std::to_string(node.source().begin.line) + ": " +
                                         std::string(key) + " must be " + std::string(want));
  };
  for (const auto& [key_node, node] : table) {
    const std::string_view key = key_node.str();
    if (key == "model" || key == "effort") {
      const auto value = node.value_exact<std::string>();
      if (!value) return wrong(node, key, "a string");
      if (key == "effort" && *value != "low" && *value != "medium" && *value != "high")
        return wrong(node, key, "low, medium or high");
      (key == "model" ? settings.model : settings.effort) = *value;
    } else if (key == "max_turns" || key == "max_tokens" || key == "idle_timeout_s" || key == "repair_budget_s") {
      const auto value = node.value_exact<std::int64_t>();
      if (!value || *value <= 0) return wrong(node, key, "a positive integer");
      if (key != "max_tokens" && *value > k_small_max) return wrong(node, key, "at most a million");
      if (key == "max_turns") settings.max_turns = static_cast<int>(*value);
      if (key == "max_tokens") settings.max_tokens = *value;
      if (key == "repair_budget_s") settings.repair_budget_s = static_cast<int>(*value);
      if (key == "idle_timeout_s") settings.idle_timeout_ms = *value * 1000;
    } else if (key == "max_budget_usd") {
      const auto value = node.value<double>();
      if (!value || *value < 0) return wrong(node, key, "a number of dollars");
      settings.max_budget_usd = *value;
    } else if (key == "repair_first") {
      const auto value = node.value_exact<bool>();
      if (!value) return wrong(node, key, "true or false");
      settings.repair_first = *value;
    } else if (key != "providers" && key != "aliases" && key != "sandbox" && key != "effects" &&
               key != "notify" && key != "mcp") {
      return wrong(node, key, "left out: plumb knows no such setting (see docs/configuration.md)");
    }
  }
  return {};
}

/// Where an administrator sets bounds. Not to be moved by the environment: users could.
constexpr std::string_view k_managed_file = "/etc/plumb/managed.toml";

static base::Result<> read_safety(Settings& settings) {
  auto managed = base::read_file(std::string(k_managed_file), std::size_t{1} << 20);
  // There, but not to be read: what it asks for is not known, so nothing is done.
  if (!managed && managed.error().code != Code::not_found) return base::fail(std::move(managed).error());
  const std::string text = managed ? *std::move(managed) : std::string();
  TRY(settings.policy, workspace::read_policy(settings.config_text, settings.config_path, text, k_managed_file));
  TRY(settings.sandbox,
      workspace::read_sandbox_settings(settings.config_text, settings.config_path, text, k_managed_file));
  return {};
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
  auto text = base::read_file(settings.config_path, std::size_t{1} << 20);
  if (text) {
    settings.config_text = *std::move(text);
    TRY_DO(read_config(settings));
    TRY_DO(read_notify(settings.config_text, settings.config_path));
    TRY_DO(read_user_servers(settings.config_text, settings.config_path, settings.env));
  } else if (text.error().code != Code::not_found) {
    return base::fail(std::move(text).error());
  }
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

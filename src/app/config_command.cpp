// plumb config.

#include <boost/json.hpp>

#include <cstdio>

#include "commands.h"
#include "engine/config.h"
#include "progress.h"

namespace app {

namespace {

/// What the command line says, as settings.
std::vector<engine::ConfigValue> flags_of(const Args& args, const engine::Settings& settings) {
  std::vector<engine::ConfigValue> out;
  const auto add = [&out](const char* key, const json::Value& value, const char* flag) { out.push_back({key, json::dump(value), "", flag}); };
  const auto texts = [](const std::vector<std::string>& all) {
    json::Array list;
    for (const auto& one : all) list.emplace_back(one);
    return list;
  };
  if (!args.model.empty()) add("model", json::Value(args.model), "--model");
  if (!args.effort.empty()) add("effort", json::Value(args.effort), "--effort");
  if (args.max_turns > 0) add("max_turns", args.max_turns, "--max-turns");
  if (args.max_tokens > 0) add("max_tokens", args.max_tokens, "--max-tokens");
  if (args.max_budget_usd >= 0) add("max_budget_usd", args.max_budget_usd, "--max-budget-usd");
  if (!args.sandbox.empty()) add("sandbox.mode", json::Value(args.sandbox), "--sandbox");
  if (!args.network.empty()) add("sandbox.network", json::Value(args.network), "--network");
  if (!args.hosts.empty()) add("sandbox.hosts", texts(settings.sandbox.hosts), "--allow-host");
  if (!args.hosts.empty() && args.network.empty()) add("sandbox.network", json::Value(workspace::name(settings.sandbox.network)), "--allow-host");
  if (!args.writable.empty()) add("sandbox.writable", texts(settings.sandbox.writable), "--writable");
  return out;
}

void print(const std::vector<engine::ConfigValue>& values) {
  std::size_t width = 0;
  for (const auto& one : values) width = std::max(width, std::min<std::size_t>(44, one.key.size() + 3 + one.value.size()));
  for (const auto& one : values) {
    std::string line = one.value.empty() ? "# " + one.key : one.key + " = " + one.value;
    if (line.size() < width) line.append(width - line.size(), ' ');
    line += "  # " + (one.value.empty() ? "not set" : one.origin) + (one.where.empty() ? "" : ", " + one.where);
    std::printf("%s\n", safe(line).c_str());
  }
}

}  // namespace

int config_command(const Args& args, base::Env env) {
  if (args.schema) {
    std::printf("%s\n", json::pretty(engine::config_schema()).c_str());
    return 0;
  }
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  const auto values = engine::configuration(*settings, cwd, flags_of(args, *settings));
  if (!values) return complain(values.error().what, exit_code_for(values.error()));
  if (args.json) {
    std::printf("%s\n", json::dump(engine::to_json(*values)).c_str());
  } else {
    print(*values);
  }
  return 0;
}

}  // namespace app

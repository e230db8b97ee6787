#include "agent_roles.h"

#include <algorithm>

#include "agent/role_files.h"
#include "base/try.h"
#include "config_file.h"
#include "json/json.h"

namespace engine {

namespace {

constexpr std::string_view k_table = "agents.", k_aliases = "aliases.";

AgentRole* named(std::vector<AgentRole>& roles, std::string_view name) {
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const auto& one) { return one.name == name; });
  return found == roles.end() ? nullptr : &*found;
}

/// "agents.NAME.member": the parts; names may have dots.
bool cut(std::string_view key, std::string& name, std::string& member) {
  if (!key.starts_with(k_table)) return false;
  const auto dot = key.find_last_of('.');
  if (dot < k_table.size()) return false;
  name = key.substr(k_table.size(), dot - k_table.size());
  member = key.substr(dot + 1);
  return true;
}

std::vector<AgentRole> of_config(const std::vector<ConfigEntry>& entries) {
  std::vector<AgentRole> out;
  std::string name, member;
  for (const auto& entry : entries) {
    if (!cut(entry.key, name, member)) continue;
    auto* role = named(out, name);
    if (role == nullptr) {
      out.emplace_back();
      role = &out.back();
      role->name = name;
    }
    if (member == "description") role->description = json::string_or(&entry.value);
    else if (member == "prompt") role->prompt = json::string_or(&entry.value);
    else if (member == "model") role->model = json::string_or(&entry.value);
    else if (member == "read_only") role->is_read_only = json::bool_or(&entry.value);
    else if (member == "max_turns") role->turns_max = static_cast<int>(json::int_or(&entry.value));
    else if (member == "max_budget_usd") role->budget_usd = json::double_or(&entry.value);
  }
  return out;
}

AgentRole of_file(const agent::RoleFile& file, const std::vector<ConfigEntry>& entries) {
  AgentRole out;
  out.name = file.name;
  out.description = file.description;
  out.prompt = file.prompt;
  out.is_read_only = file.is_read_only;
  if (file.model.empty() || file.model == "inherit") return out;
  const bool is_alias = entry_of(entries, std::string(k_aliases) + file.model) != nullptr;
  if (is_alias || (file.is_users && file.model.find('/') != std::string::npos)) out.model = file.model;
  else out.note = "its file asks for the model '" + file.model + "', which is no alias of yours: the session's own was taken";
  return out;
}

}  // namespace

base::Result<std::vector<AgentRole>> find_roles(const Settings& settings, const agent::SkillPlaces& places, std::vector<std::string>& problems) {
  const auto files = agent::find_role_files(places, problems);
  std::vector<ConfigEntry> entries;
  if (!files.empty() || settings.config_text.find("agents") != std::string::npos) {   // each start asks: most have neither
    TRY(entries, read_config_file({ConfigLayer::user, settings.config_path, settings.config_text}));
  }
  auto out = of_config(entries);
  for (const auto& file : files)
    if (named(out, file.name) == nullptr) out.push_back(of_file(file, entries));
  if (named(out, "work") == nullptr) out.push_back({"work", "does a part, and hands back its change", "", "", "", false, k_agent_turns, {}});
  if (named(out, "look") == nullptr) out.push_back({"look", "finds something out", "", "", "", true, k_agent_turns, {}});
  return out;
}

}  // namespace engine

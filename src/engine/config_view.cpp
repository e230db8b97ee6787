// `plumb config`: the layers one over the other, by the table of all settings.

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

#include "base/try.h"
#include "config_file.h"
#include "config_keys.h"
#include "engine/config.h"

namespace engine {

namespace {

using Type = ConfigKey::Type;

struct Layers {
  std::vector<ConfigEntry> user, project, managed;
  std::string user_path, project_path, managed_path;
};

std::string at(const std::string& path, const ConfigEntry& entry) { return path + ":" + std::to_string(entry.line); }

json::Array to_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

/// What holds in the end, of the settings that the managed file bounds; null = another one.
json::Value bounded(const Settings& settings, std::string_view key) {
  const auto& sandbox = settings.sandbox;
  if (key == "sandbox.mode") return json::Value(workspace::name(sandbox.mode));
  if (key == "sandbox.network") return json::Value(workspace::name(sandbox.network));
  if (key == "sandbox.mode_min") return json::Value(workspace::name(sandbox.mode_min));
  if (key == "sandbox.hosts") return to_array(sandbox.hosts);
  if (key == "sandbox.writable") return to_array(sandbox.writable);
  if (key == "sandbox.memory_mb" && sandbox.memory_mb > 0) return sandbox.memory_mb;
  if (key == "sandbox.processes" && sandbox.processes > 0) return sandbox.processes;
  if (key == "sandbox.file_mb" && sandbox.file_mb > 0) return sandbox.file_mb;
  if (key == "sandbox.cpu_s" && sandbox.cpu_s > 0) return sandbox.cpu_s;
  if (key == "effects.large") return settings.policy.large;
  if (key == "effects.many") return settings.policy.many;
  return nullptr;
}

bool is_less(const json::Value& a, const json::Value& b) { return json::double_or(&a) < json::double_or(&b); }

class View {
 public:
  View(const Settings& settings, const Layers& layers, const std::vector<ConfigValue>& flags)
      : settings_(settings), layers_(layers), flags_(flags) {}

  std::vector<ConfigValue> all() {
    for (const auto& key : config_root().inside) add(key, std::string(key.name));
    return std::move(values_);
  }

 private:
  void add(const ConfigKey& key, const std::string& full) {
    if (key.type == Type::table && !key.only_project) {
      for (const auto& inner : key.inside) add(inner, full + "." + std::string(inner.name));
      return;
    }
    if (key.type == Type::names || key.only_project) {   // whatever the files have below it
      const auto take_below = [&](const std::vector<ConfigEntry>& entries, const char* origin, const std::string& path) {
        for (const auto& entry : entries)
          if (entry.key == full || entry.key.starts_with(full + ".")) push(entry.key, json::dump(entry.value), origin, at(path, entry));
      };
      take_below(layers_.user, "user", layers_.user_path);
      take_below(layers_.project, "project", layers_.project_path);
      return;
    }
    leaf(key, full);
  }

  void leaf(const ConfigKey& key, const std::string& full) {
    ConfigValue out{full, std::string(key.builtin), "built-in", ""};
    json::Value value = key.builtin.empty() ? json::Value() : json::parse(key.builtin).value_or(json::Value());
    bool is_set = false;
    const auto set = [&](const json::Value& to, const char* origin, std::string where) {
      value = to;
      out.value = json::dump(to);
      out.origin = origin;
      out.where = std::move(where);
      is_set = true;
    };
    if (const auto* entry = entry_of(layers_.user, full)) set(entry->value, "user", at(layers_.user_path, *entry));
    if (const auto* entry = entry_of(layers_.project, full))
      if (key.project == ConfigKey::Project::yes || !is_set || is_less(entry->value, value)) set(entry->value, "project", at(layers_.project_path, *entry));
    environment(full, set);
    for (const auto& flag : flags_)
      if (flag.key == full) set(json::parse(flag.value).value_or(json::Value()), "command-line", flag.where);
    const auto* entry = entry_of(layers_.managed, full);
    if (entry != nullptr && full == "effects.rules") {
      push(full, json::dump(entry->value), "managed", at(layers_.managed_path, *entry));   // they come before the user's
    } else if (entry != nullptr && (full.starts_with("sandbox.") || full.starts_with("effects."))) {
      const auto held = bounded(settings_, full);
      if (!held.is_null() && (json::dump(held) != out.value || !is_set)) set(held, "managed", at(layers_.managed_path, *entry));
    } else if (entry != nullptr) {
      const bool is_limit = key.project == ConfigKey::Project::lower || full.starts_with("budget.");
      if (!is_limit || (!is_set && key.builtin.empty()) || is_less(entry->value, value)) set(entry->value, "managed", at(layers_.managed_path, *entry));
    }
    push(out.key, out.value, out.origin, out.where);
  }

  template <class Set>
  void environment(const std::string& full, const Set& set) {
    if (full == "model")
      if (const auto model = settings_.env.get("PLUMB_MODEL")) set(json::Value(*model), "environment", "PLUMB_MODEL");
    if (full == "idle_timeout_s" && settings_.env.get("PLUMB_IDLE_TIMEOUT_MS"))
      set(json::Value(static_cast<double>(settings_.idle_timeout_ms) / 1000), "environment", "PLUMB_IDLE_TIMEOUT_MS");
  }

  void push(const std::string& key, std::string value, std::string origin, std::string where) {
    const bool is_secret = key.find(".headers.") != std::string::npos || key.find(".env.") != std::string::npos || key.ends_with(".client_secret");
    if (is_secret) value = "\"(hidden)\"";
    values_.push_back({key, std::move(value), std::move(origin), std::move(where)});
  }

  const Settings& settings_;
  const Layers& layers_;
  const std::vector<ConfigValue>& flags_;
  std::vector<ConfigValue> values_;
};

// ---- the schema ----

json::Object schema_of(const ConfigKey& key);

json::Object object_of(const ConfigKey& key) {
  json::Object properties;
  for (const auto& inner : key.inside) properties[inner.name] = schema_of(inner);
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

json::Object strings() { return {{"type", "array"}, {"items", json::Object{{"type", "string"}}}}; }

json::Object schema_of(const ConfigKey& key) {
  json::Object out;
  switch (key.type) {
    case Type::string: out["type"] = "string"; break;
    case Type::boolean: out["type"] = "boolean"; break;
    case Type::choice: {
      json::Array choices;
      for (const auto one : key.choices) choices.emplace_back(one);
      out["enum"] = std::move(choices);
      break;
    }
    case Type::integer:
    case Type::number:
      out["type"] = key.type == Type::integer ? "integer" : "number";
      out["minimum"] = static_cast<std::int64_t>(key.least);
      if (key.most > 0) out["maximum"] = static_cast<std::int64_t>(key.most);
      break;
    case Type::strings: out = strings(); break;
    case Type::text_or_texts: out["anyOf"] = json::Array{json::Object{{"type", "string"}}, strings()}; break;
    case Type::size:
      out["anyOf"] = json::Array{json::Object{{"type", "integer"}, {"minimum", 1}},
                                 json::Object{{"type", "string"}, {"pattern", "^[0-9]{1,15} *(B|KiB|MiB|GiB|TiB)$"}}};
      break;
    case Type::table: out = object_of(key); break;
    case Type::tables: out = {{"type", "array"}, {"items", object_of(key)}}; break;
    case Type::names: out = {{"type", "object"}, {"additionalProperties", schema_of(key.inside.front())}}; break;
  }
  out["description"] = key.doc;
  if (!key.builtin.empty())
    if (const auto value = json::parse(key.builtin)) out["default"] = *value;
  return out;
}

}  // namespace

base::Result<std::vector<ConfigValue>> configuration(const Settings& settings, const std::string& cwd, const std::vector<ConfigValue>& flags) {
  Layers layers;
  TRY(const auto project, project_config(cwd));
  layers.user_path = settings.config_path;
  layers.project_path = project.path;
  layers.managed_path = k_managed_file;
  TRY(layers.user, read_config_file({ConfigLayer::user, layers.user_path, settings.config_text}));
  TRY(layers.project, read_config_file({ConfigLayer::project, layers.project_path, project.text}));
  TRY(layers.managed, read_config_file({ConfigLayer::managed, layers.managed_path, settings.managed_text}));
  return View(settings, layers, flags).all();
}

json::Value to_json(const std::vector<ConfigValue>& values) {
  json::Array out;
  for (const auto& one : values) {
    json::Object object = {{"key", one.key}, {"value", one.value.empty() ? json::Value() : json::parse(one.value).value_or(json::Value())}, {"origin", one.origin}};
    if (!one.where.empty()) object["where"] = one.where;
    out.push_back(std::move(object));
  }
  return json::Object{{"settings", std::move(out)}};
}

json::Value config_schema() {
  json::Object out = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "config.toml of plumb"}};
  for (auto& [key, value] : schema_of(config_root())) out[key] = value;
  return out;
}

}  // namespace engine

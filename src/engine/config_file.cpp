// What a file says is first held against the table of all settings: names, types, bounds, and who may say it. A
// repository's file is anybody's: of the settings it may only lower limits and choose what costs nothing and opens nothing.

#include "config_file.h"

#include <toml++/toml.h>

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/try.h"
#include "config_keys.h"
#include "text/distance.h"
#include "text/utf8.h"

namespace engine {

namespace {

using base::Code;
using Type = ConfigKey::Type;

/// All keys below one, as they are written from the root: "sandbox.hosts".
void all_paths(const ConfigKey& key, const std::string& path, std::vector<std::string>& out) {
  if (key.type == Type::names || key.type == Type::tables) return;
  for (const auto& inner : key.inside) {
    const std::string full = path.empty() ? std::string(inner.name) : path + "." + std::string(inner.name);
    out.push_back(full);
    all_paths(inner, full, out);
  }
}

/// "; did you mean `effort`?", or what there is.
std::string suggestion(const ConfigKey& table, const std::string& path, std::string_view wrong) {
  if (wrong.size() > 64) return {};
  std::string best;
  std::size_t least = 2 + wrong.size() / 4;
  for (const auto& key : table.inside)
    if (const auto far = text::edit_distance(wrong, key.name); far < least) {
      least = far;
      best = path.empty() ? std::string(key.name) : path + "." + std::string(key.name);
    }
  std::vector<std::string> all;
  all_paths(config_root(), "", all);
  for (const auto& full : all)   // the right word in the wrong table
    if (least > 0 && full.substr(full.find_last_of('.') + 1) == wrong) {
      least = 0;
      best = full;
    }
  if (!best.empty()) return "; did you mean " + best + "?";
  std::string names;
  for (const auto& key : table.inside) names += (names.empty() ? "" : ", ") + std::string(key.name);
  return "; there are " + names;
}

std::string_view type_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "an integer";
    case toml::node_type::floating_point: return "a fraction";
    case toml::node_type::boolean: return "true or false";
    default: return "a date or time";
  }
}

std::string number(double value) {
  std::ostringstream out;
  out.precision(15);
  out << value;
  return out.str();
}

std::string wanted(const ConfigKey& key) {
  switch (key.type) {
    case Type::string: return "a string";
    case Type::boolean: return "true or false";
    case Type::strings: return "a list of strings";
    case Type::text_or_texts: return "a string or a list of strings";
    case Type::size: return "a size: a positive number of bytes, or \"512 MiB\"";
    case Type::table:
    case Type::names: return "a table";
    case Type::tables: return "a list of tables";
    case Type::choice: {
      std::string out;
      for (std::size_t i = 0; i < key.choices.size(); ++i)
        out += (i == 0 ? "" : i + 1 == key.choices.size() ? " or " : ", ") + std::string(key.choices[i]);
      return out;
    }
    case Type::integer:
    case Type::number: {
      const std::string what = key.type == Type::integer ? "an integer" : "a number";
      if (key.most > 0) return what + " from " + number(key.least) + " to " + number(key.most);
      if (key.least == 1 && key.type == Type::integer) return "a positive integer";
      return what + " of at least " + number(key.least);
    }
  }
  return "something else";
}

bool all_strings(const toml::node& node) {
  const auto* const list = node.as_array();
  return list != nullptr && std::all_of(list->begin(), list->end(), [](const toml::node& one) { return one.is_string(); });
}

bool has_type(const ConfigKey& key, const toml::node& node) {
  switch (key.type) {
    case Type::string: return node.is_string();
    case Type::boolean: return node.is_boolean();
    case Type::strings: return all_strings(node);
    case Type::text_or_texts: return node.is_string() || all_strings(node);
    case Type::size: return node.is_string() || node.value_exact<std::int64_t>().value_or(0) > 0;
    case Type::table:
    case Type::names: return node.is_table();
    case Type::tables: {
      const auto* const list = node.as_array();
      return list != nullptr && std::all_of(list->begin(), list->end(), [](const toml::node& one) { return one.is_table(); });
    }
    case Type::choice: return node.is_string() && std::find(key.choices.begin(), key.choices.end(), *node.value_exact<std::string>()) != key.choices.end();
    case Type::integer:
    case Type::number: {
      if (!(key.type == Type::integer ? node.is_integer() : node.is_number())) return false;
      const double value = node.value<double>().value_or(NAN);
      return value >= key.least && (key.most == 0 || value <= key.most);
    }
  }
  return false;
}

json::Value to_json(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    json::Object out;
    for (const auto& [key, value] : *table) out[text::to_valid_utf8(key.str())] = to_json(value);
    return out;
  }
  if (const auto* list = node.as_array()) {
    json::Array out;
    for (const auto& value : *list) out.emplace_back(to_json(value));
    return out;
  }
  if (const auto text = node.value_exact<std::string>()) return json::Value(text::to_valid_utf8(*text));
  if (const auto flag = node.value_exact<bool>()) return json::Value(*flag);
  if (const auto whole = node.value_exact<std::int64_t>()) return json::Value(*whole);
  if (const auto part = node.value_exact<double>()) return json::Value(*part);
  return nullptr;
}

class Reader {
 public:
  explicit Reader(const ConfigFile& file) : file_(file) {}

  base::Result<std::vector<ConfigEntry>> read() {
    const auto parsed = toml::parse(file_.text, file_.path);
    if (!parsed) return base::fail(Code::invalid, at(parsed.error().source()) + std::string(parsed.error().description()));
    TRY_DO(table(config_root(), parsed.table(), "", true));
    return std::move(entries_);
  }

 private:
  [[nodiscard]] std::string at(const toml::source_region& source) const {
    return file_.path + ":" + std::to_string(source.begin.line) + ":" + std::to_string(source.begin.column) + ": ";
  }

  /// Why this file may not set it; "" = it may. Of a setting at the root, or of those that are no table.
  [[nodiscard]] std::string refusal(const ConfigKey& key, const std::string& path) const {
    if (key.only_project && file_.layer != ConfigLayer::project)
      return path + " belongs into a project's .plumb/config.toml: what tests one project does not test another";
    if (file_.layer == ConfigLayer::managed && !key.managed)
      return "the managed file sets bounds and not preferences: it has no " + path;
    if (file_.layer == ConfigLayer::project && key.project == ConfigKey::Project::no)
      return "a project may not set " + path +
             ": a repository is anybody's, and this could weaken what protects you or send your code and keys elsewhere; set it in your own config.toml";
    return {};
  }

  base::Result<> table(const ConfigKey& key, const toml::table& all, const std::string& path, bool is_root) {
    for (const auto& [name, node] : all) {
      const std::string full = path.empty() ? std::string(name.str()) : path + "." + std::string(name.str());
      const ConfigKey* found = nullptr;
      for (const auto& inner : key.inside)
        if (key.type == Type::names || inner.name == name.str()) found = &inner;
      if (found == nullptr)
        return base::fail(Code::invalid, at(name.source()) + "there is no setting '" + std::string(name.str()) + "'" +
                                             (path.empty() ? "" : " in [" + path + "]") + suggestion(key, path, name.str()));
      if (is_root)
        if (const auto why = refusal(*found, full); !why.empty()) return base::fail(Code::invalid, at(name.source()) + why);
      TRY_DO(value(*found, node, full));
    }
    return {};
  }

  base::Result<> value(const ConfigKey& key, const toml::node& node, const std::string& full) {
    if (!has_type(key, node)) {
      const bool right_type = key.type == Type::choice ? node.is_string() : key.type == Type::integer ? node.is_integer() : key.type == Type::number && node.is_number();
      const std::string is = right_type ? "" : ", not " + std::string(type_of(node));
      return base::fail(Code::invalid, at(node.source()) + full + " must be " + wanted(key) + is);
    }
    if (key.type == Type::table || key.type == Type::names) return table(key, *node.as_table(), full, false);
    if (key.type == Type::tables) {
      const std::size_t before = entries_.size();
      for (const auto& one : *node.as_array()) TRY_DO(table(key, *one.as_table(), full, false));
      entries_.resize(before);   // they are shown as one
    }
    entries_.push_back({text::to_valid_utf8(full), to_json(node), static_cast<std::size_t>(node.source().begin.line),
                        static_cast<std::size_t>(node.source().begin.column), &key});
    return {};
  }

  const ConfigFile& file_;
  std::vector<ConfigEntry> entries_;
};

}  // namespace

base::Result<std::vector<ConfigEntry>> read_config_file(const ConfigFile& file) {
  if (file.text.size() > k_config_max) return base::fail(Code::too_big, file.path + " is larger than 1 MiB");
  return Reader(file).read();
}

const ConfigEntry* entry_of(const std::vector<ConfigEntry>& entries, std::string_view key) {
  for (const auto& entry : entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

}  // namespace engine

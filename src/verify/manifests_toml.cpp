#include <toml++/toml.h>

#include "manifests.h"

namespace verify {

namespace {

toml::table parsed(std::string_view text) {
  auto result = toml::parse(text);
  return result ? std::move(result).table() : toml::table{};
}

const toml::table* table_at(const toml::table& all, std::string_view path) {
  const auto node = all.at_path(path);
  return node.as_table();
}

void add_requirements(const toml::node* node, Names& names) {
  if (node == nullptr || !node->is_array()) return;
  for (const auto& one : *node->as_array())
    if (const auto text = one.value_exact<std::string>()) add_name(names, python_name(*text));
}

void add_keys(const toml::table* table, Names& names, bool python) {
  if (table == nullptr) return;
  for (const auto& [key, node] : *table) {
    const auto* const how = node.as_table();
    if (how != nullptr && (how->contains("path") || how->contains("workspace"))) continue;   // the project's own
    if (python && key == "python") continue;
    add_name(names, python ? python_name(key.str()) : std::string(key.str()));
  }
}

}  // namespace

bool is_toml(std::string_view text) { return static_cast<bool>(toml::parse(text)); }

Names read_pyproject(std::string_view text) {
  Names names;
  const auto all = parsed(text);
  add_requirements(all.at_path("project.dependencies").node(), names);
  add_requirements(all.at_path("build-system.requires").node(), names);
  add_requirements(all.at_path("tool.uv.dev-dependencies").node(), names);
  for (const char* path : {"project.optional-dependencies", "dependency-groups", "tool.pdm.dev-dependencies"})
    if (const auto* groups = table_at(all, path))
      for (const auto& [key, node] : *groups) add_requirements(&node, names);
  add_keys(table_at(all, "tool.poetry.dependencies"), names, true);
  add_keys(table_at(all, "tool.poetry.dev-dependencies"), names, true);
  if (const auto* groups = table_at(all, "tool.poetry.group"))
    for (const auto& [key, node] : *groups)
      if (const auto* group = node.as_table()) add_keys(table_at(*group, "dependencies"), names, true);
  return names;
}

Names read_pipfile(std::string_view text) {
  Names names;
  const auto all = parsed(text);
  add_keys(table_at(all, "packages"), names, true);
  add_keys(table_at(all, "dev-packages"), names, true);
  return names;
}

Names read_cargo_toml(std::string_view text) {
  Names names;
  const auto all = parsed(text);
  const auto add_all = [&names](const toml::table& table) {
    for (const char* key : {"dependencies", "dev-dependencies", "build-dependencies"}) add_keys(table_at(table, key), names, false);
  };
  add_all(all);
  if (const auto* workspace = table_at(all, "workspace")) add_all(*workspace);
  if (const auto* targets = table_at(all, "target"))
    for (const auto& [key, node] : *targets)
      if (const auto* target = node.as_table()) add_all(*target);
  return names;
}

Names read_versions_toml(std::string_view text) {
  Names names;
  const auto all = parsed(text);
  add_keys(table_at(all, "libraries"), names, false);
  return names;
}

}  // namespace verify

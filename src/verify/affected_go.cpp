// Packages of a Go module that have changed, and those that import them by whatever way.

#include <algorithm>
#include <set>

#include "affected.h"
#include "base/file.h"
#include "base/paths.h"
#include "output_lines.h"

namespace verify {
namespace {

std::vector<std::string> imports_of(const std::string& text) {
  std::vector<std::string> found;
  const OutputLines lines(text);
  bool in_block = false;
  for (const auto raw : lines.all()) {
    std::string_view line = trim(raw);
    if (take(line, "import")) {
      line = trim(line);
      if (take(line, "(")) in_block = true;
    } else if (!in_block) {
      continue;
    }
    if (const auto open = line.find('"'); open != std::string_view::npos)
      if (const auto close = line.find('"', open + 1); close != std::string_view::npos)
        found.emplace_back(line.substr(open + 1, close - open - 1));
    if (line.find(')') != std::string_view::npos) in_block = false;
  }
  return found;
}

std::string module_of(const std::string& go_mod) {
  const OutputLines lines(go_mod);
  for (const auto raw : lines.all()) {
    std::string_view line = trim(raw);
    if (!take(line, "module ")) continue;
    line = trim(line.substr(0, line.find("//")));
    while (line.ends_with('"')) line.remove_suffix(1);
    while (line.starts_with('"')) line.remove_prefix(1);
    return std::string(line);
  }
  return {};
}

std::string folder_of(const std::string& path) {
  const std::string folder = base::parent(path);
  return folder == "." ? "" : folder;
}

}  // namespace

Affected affected_go(const CommandLine& line, const std::string& folder, const Paths& changed) {
  const auto operands = operands_of(line);
  if (!operands || *operands != std::vector<std::string>{"./..."})
    return everything("the command is not for all packages");
  const auto modules = sources(folder, {"go.mod", "go.work"});
  if (!modules || modules->size() != 1 || !modules->contains("go.mod"))
    return everything("there is not just one module");
  const std::string module = module_of(modules->at("go.mod"));
  const auto texts = sources(folder, {".go"});
  if (module.empty() || !texts) return everything("the module cannot be read for its imports");
  std::set<std::string> packages;
  for (const auto& [path, text] : *texts) packages.insert(folder_of(path));

  std::set<std::string> hit;
  for (const auto& path : changed) {
    const auto file = base::file_name(path);
    if (file == "go.mod" || file == "go.sum" || path.starts_with("vendor/")) return everything(path + " is for all packages");
    const bool is_source = path.ends_with(".go");
    if (is_source && packages.contains(folder_of(path))) hit.insert(folder_of(path));
    if (is_source) {
      if (!packages.contains(folder_of(path))) return everything("the package of " + path + " is gone");
      continue;
    }
    // Test data, or embedded: of any package above it.
    bool any = false;
    for (auto at = nearest(path, [&](const std::string& up) { return packages.contains(up); }); at;
         at = at->empty() ? std::nullopt : nearest(*at, [&](const std::string& up) { return packages.contains(up); })) {
      hit.insert(*at);
      any = true;
    }
    if (!any) return everything(path + " belongs to no package");
  }

  // What only tests import does not go further.
  std::map<std::string, std::set<std::string>> users, testers;
  for (const auto& [path, text] : *texts)
    for (const auto& import : imports_of(text)) {
      if (import != module && !import.starts_with(module + "/")) continue;
      const std::string package = import == module ? "" : import.substr(module.size() + 1);
      (path.ends_with("_test.go") ? testers : users)[package].insert(folder_of(path));
    }
  std::vector<std::string> open(hit.begin(), hit.end());
  while (!open.empty()) {
    const std::string package = std::move(open.back());
    open.pop_back();
    for (const auto& user : users[package])
      if (hit.insert(user).second) open.push_back(user);
  }
  std::set<std::string> tested = hit;
  for (const auto& package : hit) tested.insert(testers[package].begin(), testers[package].end());
  if (tested.size() >= packages.size()) return everything("every package depends on what changed");
  std::vector<std::string> names;
  for (const auto& package : tested) names.push_back(package.empty() ? "." : "./" + package);
  Affected part;
  part.scope = Scope::part;
  part.command = with_operands(line, "", names);
  part.why = std::to_string(names.size()) + " of " + std::to_string(packages.size()) + " packages depend on what changed";
  if (part.command.empty() || part.command.size() > k_selection_max)
    return everything("the command cannot be given single packages");
  return part;
}

}  // namespace verify

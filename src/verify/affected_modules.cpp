// Projects made of modules that the runner can be given: cargo's packages, Maven's and Gradle's modules; and
// jest, which knows by itself which tests a file belongs to.

#include <algorithm>
#include <set>

#include "affected.h"
#include "base/file.h"
#include "base/paths.h"
#include "output_lines.h"

namespace verify {
namespace {

bool has_word(const CommandLine& line, std::initializer_list<std::string_view> options) {
  return std::any_of(line.command.words.begin(), line.command.words.end(), [&](const ShellWord& word) {
    return std::any_of(options.begin(), options.end(), [&](std::string_view option) {
      return word.text == option || word.text.starts_with(std::string(option) + "=");
    });
  });
}

Affected part_of(std::string command, std::string why) {
  if (command.empty() || command.size() > k_selection_max) return everything("the command cannot be given a part");
  Affected part;
  part.scope = Scope::part;
  part.command = std::move(command);
  part.why = std::move(why);
  return part;
}

/// `name = "x"` of [package] in a Cargo.toml.
std::string package_name(const std::string& manifest) {
  const OutputLines lines(manifest);
  bool in_package = false;
  for (const auto raw : lines.all()) {
    std::string_view line = trim(raw);
    if (line.starts_with('[')) in_package = line.starts_with("[package]");
    if (!in_package || !take(line, "name")) continue;
    line = trim(line);
    if (!take(line, "=")) continue;
    line = trim(line);
    if (line.size() < 2 || (line[0] != '"' && line[0] != '\'')) return {};
    return std::string(line.substr(1, line.find(line[0], 1) - 1));
  }
  return {};
}

/// The text names it, not only something longer.
bool names(const std::string& text, const std::string& word) {
  const auto part_of_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  };
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += word.size()) {
    const bool before = at == 0 || !part_of_name(text[at - 1]);
    const bool after = at + word.size() >= text.size() || !part_of_name(text[at + word.size()]);
    if (before && after) return true;
  }
  return false;
}

/// Adds every module whose description names one that is in `hit`, until none is left. `called` gives the
/// name of the module in a folder.
template <class Called>
void add_users(const std::map<std::string, std::string>& descriptions, Called called, std::set<std::string>& hit) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [folder, text] : descriptions) {
      if (hit.contains(folder)) continue;
      const bool uses = std::any_of(hit.begin(), hit.end(), [&, &body = text](const std::string& other) {
        const std::string word = called(other);
        return word.empty() || names(body, word);
      });
      if (uses) grown = hit.insert(folder).second || grown;
    }
  }
}

/// Texts of the files of one name, by the folder they lie in.
std::optional<std::map<std::string, std::string>> by_folder(const std::string& root, const std::vector<std::string>& names) {
  const auto texts = sources(root, names);
  if (!texts) return std::nullopt;
  std::map<std::string, std::string> out;
  for (const auto& [path, text] : *texts) {
    if (std::find(names.begin(), names.end(), base::file_name(path)) == names.end()) continue;
    const std::string folder = base::parent(path);
    out[folder == "." ? "" : folder] += text;
  }
  return out;
}

}  // namespace

std::optional<std::vector<std::string>> operands_of(const CommandLine& line) {
  // The same walk as that of with_operands: it takes them out.
  const std::string without = with_operands(line, "", {});
  if (without.empty()) return std::nullopt;
  const auto commands = simple_commands(without);
  if (!commands) return std::nullopt;
  std::vector<std::string> left;
  for (const auto& command : *commands)
    for (const auto& word : command.words) left.push_back(word.text);
  std::vector<std::string> operands;
  std::size_t next = 0;
  const auto all = simple_commands(line.line);
  for (const auto& command : *all)
    for (const auto& word : command.words) {
      if (next < left.size() && left[next] == word.text) ++next;
      else operands.push_back(word.text);
    }
  return operands;
}

Affected affected_cargo(const CommandLine& line, const std::string& folder, const Paths& changed) {
  const auto manifests = by_folder(folder, {"Cargo.toml"});
  if (!manifests || !manifests->contains("")) return everything("the workspace cannot be read");
  const bool is_virtual = package_name(manifests->at("")).empty();
  const bool is_all = has_word(line, {"--workspace", "--all"});
  if (!is_virtual && !is_all) return everything("the check is for one package");
  if (has_word(line, {"-p", "--package", "--exclude", "--manifest-path"})) return everything("the command names its packages");
  std::set<std::string> hit;
  for (const auto& path : changed) {
    if (!path.ends_with(".rs") || base::file_name(path) == "build.rs") return everything(path + " may be for all packages");
    const auto owner = nearest(path, [&](const std::string& up) { return manifests->contains(up); });
    if (!owner || package_name(manifests->at(*owner)).empty()) return everything(path + " belongs to no package");
    hit.insert(*owner);
  }
  add_users(*manifests, [&](const std::string& at) { return package_name(manifests->at(at)); }, hit);
  std::string packages;
  std::size_t count = 0;
  for (const auto& at : hit) {
    const std::string name = package_name(manifests->at(at));
    if (name.empty()) continue;
    packages += " -p " + shell_quote(name);
    ++count;
  }
  std::vector<TextEdit> edits = {{line.command.words[line.at.word].end, 0, packages}};
  const auto& words = line.command.words;
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i].text == "--workspace" || words[i].text == "--all")
      edits.push_back({words[i - 1].end, words[i].end - words[i - 1].end, ""});
  return part_of(edited(line.line, std::move(edits)), std::to_string(count) + " packages depend on what changed");
}

Affected affected_maven(const CommandLine& line, const std::string& folder, const Paths& changed) {
  const auto poms = by_folder(folder, {"pom.xml"});
  if (!poms || poms->size() < 2 || !poms->contains("")) return everything("there is one module");
  if (has_word(line, {"-pl", "--projects", "-f", "--file"})) return everything("the command names its modules");
  std::set<std::string> hit;
  for (const auto& path : changed) {
    const auto owner = nearest(path, [&](const std::string& up) { return poms->contains(up); });
    if (!owner || owner->empty() || base::file_name(path) == "pom.xml") return everything(path + " is for all modules");
    hit.insert(*owner);
  }
  std::string modules;
  for (const auto& at : hit) {
    if (at.find(',') != std::string::npos) return everything("a module has a comma in its name");
    modules += (modules.empty() ? "" : ",") + at;
  }
  // Those that depend on them, and what all of these need to be built.
  return part_of(edited(line.line, {{line.command.words[line.at.word].end, 0, " -pl " + shell_quote(modules) + " -amd -am"}}),
                 "the modules that changed, and those that depend on them");
}

Affected affected_gradle(const CommandLine& line, const std::string& folder, const Paths& changed) {
  const auto builds = by_folder(folder, {"build.gradle", "build.gradle.kts"});
  if (!builds || builds->size() < 2) return everything("there is one module");
  std::set<std::string> hit;
  for (const auto& path : changed) {
    const auto owner = nearest(path, [&](const std::string& up) { return builds->contains(up); });
    const bool is_source = path.find("src/") != std::string::npos;
    if (!owner || owner->empty() || !is_source || owner->starts_with("buildSrc")) return everything(path + " is for all modules");
    hit.insert(*owner);
  }
  const auto project = [](std::string at) {
    std::replace(at.begin(), at.end(), '/', ':');
    return ":" + at;
  };
  for (const auto& [at, text] : *builds)
    if (text.find("projects.") != std::string::npos || text.find("subprojects") != std::string::npos ||
        text.find("allprojects") != std::string::npos)
      return everything((at.empty() ? std::string("build.gradle") : at) + " may tie modules together in its own way");
  add_users(*builds, project, hit);
  if (hit.contains("")) return everything("the root depends on what changed");
  const auto& words = line.command.words;
  for (std::size_t i = line.at.word + 1; i < words.size(); ++i) {
    if (words[i].text != "test") continue;
    std::string tasks;
    for (const auto& at : hit) tasks += (tasks.empty() ? "" : " ") + shell_quote(project(at) + ":test");
    return part_of(edited(line.line, {{words[i].begin, words[i].end - words[i].begin, tasks}}),
                   std::to_string(hit.size()) + " of " + std::to_string(builds->size()) + " modules depend on what changed");
  }
  return everything("the command does not name the task test");
}

Affected affected_jest(const CommandLine& line, const std::string& folder, const Paths& changed) {
  std::string files;
  for (const auto& path : changed) {
    const auto file = base::file_name(path);
    const auto end = base::extension(path);
    const bool is_source = end == ".js" || end == ".jsx" || end == ".ts" || end == ".tsx" || end == ".mjs" || end == ".cjs";
    if (!is_source || file.find("config") != std::string_view::npos || file.find("setup") != std::string_view::npos ||
        path.find("__mocks__") != std::string::npos || path.starts_with('-') || !base::exists(base::join(folder, path)))
      return everything(path + " may be for all tests");
    files += " " + shell_quote(path);
  }
  const bool needs_dashes = line.is_script && line.manager == "npm" && !has_word(line, {"--"});
  return part_of(edited(line.line, {{line.command.words.back().end, 0, (needs_dashes ? " --" : "") + (" --findRelatedTests" + files)}}),
                 "the tests that jest relates to what changed");
}

}  // namespace verify

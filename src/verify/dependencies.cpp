#include "verify/dependencies.h"

#include <algorithm>
#include <map>
#include <set>

#include "manifests.h"

namespace verify {

namespace {

struct Kind {
  std::string_view what;   ///< names of one kind can replace each other
  Names (*read)(std::string_view text) = nullptr;
  bool (*fits)(std::string_view text) = nullptr;   ///< whether it is of its format; null = any text is
};

/// Many tools skip a byte order mark, so it must not hide what comes behind it.
std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

Kind kind_of(std::string_view path) {
  const auto slash = path.find_last_of('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  if (name == "package.json") return {"npm", read_package_json, is_json_object};
  if (name == "composer.json") return {"composer", read_composer, is_json_object};
  if (name == "vcpkg.json") return {"native", read_vcpkg, is_json_object};
  if (name == "CMakeLists.txt" || name.ends_with(".cmake")) return {"cmake", read_cmake};
  if (name == "conanfile.txt") return {"native", read_conan};
  if (name == "pyproject.toml") return {"python", read_pyproject, is_toml};
  if (name == "Pipfile") return {"python", read_pipfile, is_toml};
  if (name == "setup.py") return {"python", read_setup_py};
  if (name == "setup.cfg") return {"python", read_setup_cfg};
  const bool in_requirements = folder == "requirements" || folder.ends_with("/requirements");
  if (name.ends_with(".txt") && (name.find("requirements") != std::string_view::npos || in_requirements)) return {"python", read_requirements};
  if (name == "Cargo.toml") return {"cargo", read_cargo_toml, is_toml};
  if (name == "go.mod") return {"go", read_go_mod};
  if (name == "pom.xml") return {"jvm", read_pom, is_xml};
  if (name == "build.gradle" || name == "build.gradle.kts") return {"jvm", read_gradle};
  if (name == "libs.versions.toml") return {"jvm", read_versions_toml, is_toml};
  if (name == "Gemfile") return {"gem", read_gemfile};
  if (name.ends_with(".csproj")) return {"nuget", read_csproj};
  return {};
}

bool is_read(const Kind& kind, const std::optional<std::string>& text) {
  return !text || text->empty() || kind.fits == nullptr || kind.fits(without_mark(*text));
}

}  // namespace

bool is_manifest(std::string_view path) { return kind_of(path).read != nullptr; }

std::vector<Dependency> new_dependencies(const std::vector<ChangedFile>& files) {
  std::map<std::string_view, std::set<std::string>> before;
  for (const auto& file : files)
    if (const Kind kind = kind_of(file.path); kind.read != nullptr && file.before && is_read(kind, file.before))
      before[kind.what].merge(kind.read(without_mark(*file.before)));
  std::vector<Dependency> out;
  for (const auto& file : files) {
    const Kind kind = kind_of(file.path);
    if (kind.read == nullptr || !file.after || file.before == file.after) continue;
    if (!is_read(kind, file.before) || !is_read(kind, file.after)) continue;
    for (const auto& name : kind.read(without_mark(*file.after)))
      if (!before[kind.what].contains(name)) out.push_back({file.path, name});
  }
  return out;
}

std::vector<std::string> unread_manifests(const std::vector<ChangedFile>& files) {
  std::vector<std::string> out;
  for (const auto& file : files) {
    const Kind kind = kind_of(file.path);
    if (kind.read == nullptr || !file.after || file.before == file.after) continue;
    if (!is_read(kind, file.before) || !is_read(kind, file.after)) out.push_back(file.path);
  }
  return out;
}

}  // namespace verify

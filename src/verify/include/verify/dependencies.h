#pragma once
// Which dependencies a change adds, read from the manifests that it touches. Pure: nothing is run, nothing is fetched.

#include <string>
#include <string_view>
#include <vector>

#include "verify/changed_file.h"

namespace verify {

struct Dependency {
  std::string manifest;   ///< path from the project's root
  std::string name;       ///< as the manifest's tools compare it
  bool operator==(const Dependency&) const = default;
};

inline constexpr std::size_t k_dependencies_max = 2000;   ///< names read of one manifest

/// Whether a path names a manifest that new_dependencies() reads: package.json, requirements*.txt, pyproject.toml,
/// setup.py, setup.cfg, Pipfile, Cargo.toml, go.mod, CMakeLists.txt, *.cmake, vcpkg.json, conanfile.txt, pom.xml,
/// build.gradle(.kts), libs.versions.toml, Gemfile, composer.json, *.csproj.
bool is_manifest(std::string_view path);

/// Names that a manifest has now, and that none of the changed manifests of its kind had before. What is of the project
/// itself (path = in Cargo.toml, project(":x") in Gradle, workspace: in package.json) is no dependency. Those of
/// unread_manifests() say nothing.
std::vector<Dependency> new_dependencies(const std::vector<ChangedFile>& files);

/// Paths of changed manifests that are not of their format, now or before: what they ask for is not known.
std::vector<std::string> unread_manifests(const std::vector<ChangedFile>& files);

}  // namespace verify

#include "cmake_cache.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace verify {

std::vector<BuildFolder> build_folders(const std::string& root) {
  std::vector<std::string> candidates;
  const auto names = base::list_dir(root);
  if (!names) return {};
  const auto add = [&](const std::string& name) {
    if (base::exists(base::join(root, name + "/CMakeCache.txt"))) candidates.push_back(name);
  };
  for (const auto& name : *names) {
    if (name.starts_with('.') && name != ".build") continue;
    if (!base::is_dir(base::join(root, name))) continue;
    add(name);
    const bool holds_builds = name == "build" || name == "out" || name == "builds";
    if (!holds_builds) continue;
    if (const auto inner = base::list_dir(base::join(root, name)))
      for (const auto& next : *inner) add(name + "/" + next);
  }
  std::vector<BuildFolder> found;
  for (const auto& name : candidates) {
    const auto cache =
        base::read_file(base::join(root, name + "/CMakeCache.txt"), k_cmake_cache_max);
    if (!cache) continue;
    BuildFolder build;
    build.name = name;
    build.source = cmake_entry(*cache, "CMAKE_HOME_DIRECTORY");
    build.place = cmake_entry(*cache, "CMAKE_CACHEFILE_DIR");
    if (!build.source.empty() && !build.place.empty()) found.push_back(std::move(build));
  }
  // "build" before "build/asan" before "cmake-build-debug": the usual one.
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return (a.name == "build") > (b.name == "build");
  });
  return found;
}

std::string cmake_entry(const std::string& cache, std::string_view key) {
  const std::string start = "\n" + std::string(key) + ":";
  const auto at = cache.find(start);
  if (at == std::string::npos) return {};
  const auto equals = cache.find('=', at);
  const auto end = cache.find('\n', at + 1);
  if (equals == std::string::npos || equals > end) return {};
  return cache.substr(equals + 1, end == std::string::npos ? end : end - equals - 1);
}

}  // namespace verify

// Breadth first, so that what lies near is found before the bounds are met: the more folders between, the
// less likely a project's root. Every file found is a mount in the box, which each command pays for with
// some microseconds; hence the second bound.
#include <dirent.h>

#include <algorithm>
#include <array>
#include <memory>
#include <queue>
#include <string_view>

#include "base/paths.h"
#include "sandbox/probe.h"

namespace sandbox {

namespace {

constexpr int k_depth = 3;              // ~/src/owner/project
constexpr int k_folders_max = 1000;
constexpr std::size_t k_files_max = 100;

constexpr std::array<std::string_view, 8> k_no_projects = {"node_modules", "target", "build",        "dist",
                                                           "vendor",       "venv",   "site-packages", "__pycache__"};

/// `.env`, `.env.local`, `.env.production`; not what is committed as a pattern for others.
bool holds_values(std::string_view name) {
  if (name == ".env") return true;
  if (!name.starts_with(".env.")) return false;
  constexpr std::array<std::string_view, 6> k_patterns = {"example", "sample", "template", "dist", "defaults", "schema"};
  return std::none_of(k_patterns.begin(), k_patterns.end(), [&](std::string_view each) { return name.ends_with(each); });
}

struct Search {
  struct Folder {
    std::string path;
    int depth = 0;
  };
  const std::vector<std::string>& own;
  std::queue<Folder> folders = {};
  std::vector<std::string> found = {};

  [[nodiscard]] bool is_own(const std::string& path) const {
    return std::any_of(own.begin(), own.end(),
                       [&](const std::string& each) { return !each.empty() && base::is_within(path, each); });
  }

  void look_into(const Folder& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.path.c_str()), ::closedir);
    if (!stream) return;   // what we may not read, a command may not either
    while (const dirent* entry = ::readdir(stream.get())) {
      const std::string_view name = entry->d_name;
      if (entry->d_type == DT_REG && holds_values(name)) {
        if (found.size() < k_files_max) found.push_back(base::join(folder.path, name));
      } else if (entry->d_type == DT_DIR && name[0] != '.' && folder.depth < k_depth &&
                 std::find(k_no_projects.begin(), k_no_projects.end(), name) == k_no_projects.end()) {
        std::string below = base::join(folder.path, name);
        if (!is_own(below)) folders.push({std::move(below), folder.depth + 1});
      }
    }
  }
};

}  // namespace

std::vector<std::string> env_files_of_others(const std::string& home, const std::vector<std::string>& own) {
  Search search{.own = own};
  std::vector<std::string> starts = {home};
  for (const auto& each : own) starts.push_back(each.empty() ? "" : base::parent(each));
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  for (const auto& start : starts)
    if (start.size() > 1 && start[0] == '/' && !search.is_own(start)) search.folders.push({start, 0});
  for (int count = 0; count < k_folders_max && !search.folders.empty(); ++count) {
    const auto folder = std::move(search.folders.front());
    search.folders.pop();
    search.look_into(folder);
  }
  auto& found = search.found;
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return std::move(found);
}

}  // namespace sandbox

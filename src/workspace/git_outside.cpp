#include "git_outside.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "base/file.h"
#include "base/paths.h"
#include "git_config.h"
#include "git_repository.h"

namespace workspace {

using base::join;

namespace {

constexpr std::size_t k_name_max = 4096;

std::string canonical(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  return real ? real.get() : "";
}

/// The folder at or above `folder` that has a .git, or "".
std::string work_of(std::string folder) {
  while (!base::exists(join(folder, ".git"))) {
    if (folder == "/" || folder.empty()) return "";
    folder = base::parent(folder);
  }
  return folder;
}

/// Whether the repository takes `work` for a working tree of its own.
bool is_named_by(const std::string& work, const GitPlace& place) {
  if (place.own != place.shared) {
    auto back = base::read_file(join(place.own, "gitdir"), k_name_max);
    if (!back) return false;
    while (back->ends_with('\n')) back->pop_back();
    const std::string named = base::normalize(join(place.own, *back));
    return base::file_name(named) == ".git" && canonical(base::parent(named)) == work;
  }
  const auto text = base::read_file(join(place.own, "config"), k_git_config_max);
  const auto settings = text ? parse_git_config(*text) : base::Result<std::vector<GitSetting>>(std::vector<GitSetting>());
  if (!settings) return false;
  const std::string named = last_value(*settings, "core.worktree");
  return !named.empty() && canonical(join(place.own, named)) == work;
}

}  // namespace

std::optional<GitOutside> find_git_outside(const std::string& root) {
  const std::string work = work_of(root);
  if (work.empty() || work == "/") return std::nullopt;
  const std::string git = join(work, ".git");
  const auto named = find_git_place(git);
  if (!named) return std::nullopt;
  const GitPlace place{canonical(named->own), canonical(named->shared)};
  if (place.own.empty() || place.shared.empty() || base::is_within(place.shared, root)) return std::nullopt;
  const bool is_folder = base::is_dir(git) && place.shared == git;
  if (!is_folder && !is_named_by(work, place)) return std::nullopt;
  // A worktree's own part lies in the shared one, as git makes it.
  if (!base::is_within(place.own, place.shared) || base::is_within(root, place.shared)) return std::nullopt;
  const auto at = (place.shared + "/").find("/.git/");
  if (at == std::string::npos || at == 0) return std::nullopt;
  if (::access(place.shared.c_str(), W_OK) != 0 || !base::exists(join(place.shared, "HEAD"))) return std::nullopt;
  return GitOutside{place.shared.substr(0, at), place.shared.substr(at + 1), work};
}

}  // namespace workspace

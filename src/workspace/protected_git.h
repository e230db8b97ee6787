#pragma once
// Git's own files: which changes of them make git run something later.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy_leaf.h"

namespace workspace {

/// For one judgement of one transaction.
class GitGuard {
 public:
  /// `root`: the project, absolute; `shared`: the folder of its own repository, absolute, or "".
  GitGuard(std::string root, std::string shared, const Side& before, const Side& after);

  /// Why a change is code that runs outside: "a git hook", "core.fsmonitor in git's configuration"; ""
  /// if it is not, or has nothing to do with git.
  std::string why(const Leaf& leaf);
  /// The keys of a .gitmodules that name another place to fetch from, or a command.
  std::vector<std::string> why_modules(const Leaf& leaf) const;
  /// True for a .git and all below it, and for other folders that git takes for repositories.
  bool is_git(std::string_view path);

 private:
  bool is_git_dir(const std::string& folder);
  std::string why_in(const std::string& git_dir, std::string_view rest, const Leaf& leaf);
  std::string why_way(const Leaf& leaf);
  std::string why_settings(const std::string& git_dir, const Leaf& leaf);
  std::string why_whole(const std::string& git_dir);
  std::string why_named_by_config(const Leaf& leaf);

  const std::string root_, shared_;
  const Side& before_;
  const Side& after_;
  std::map<std::string, bool> git_dirs_;
  std::vector<std::string> hook_folders_, included_;  ///< that the repository's configuration names
};

}  // namespace workspace

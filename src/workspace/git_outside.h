#pragma once
// Where git keeps what belongs to a project when that is not in the project: linked worktrees,
// submodules opened by themselves, and a session in a folder below the repository's.

#include <optional>
#include <string>

namespace workspace {

struct GitOutside {
  std::string root;    ///< the folder around it, absolute and canonical: "/home/u/repo"
  std::string folder;  ///< from there: ".git", ".git/modules/lib"
  std::string work;    ///< the working tree's top, at or above the project
};

/// Nothing if the project has no repository, has it inside, or may not have the one that its .git names.
/// A `.git` file is the project's word only, and a hostile project may name any repository of the user's
/// in it: so that one must name the project in turn, as git makes it (worktrees: their `gitdir` file;
/// submodules: core.worktree). The folder must be called .git, or lie in one, and be the user's to write.
std::optional<GitOutside> find_git_outside(const std::string& root);

}  // namespace workspace

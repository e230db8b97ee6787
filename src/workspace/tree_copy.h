#pragma once
// A copy of a tree, to run things in.

#include <cstdint>
#include <stop_token>
#include <string>

#include "rooted.h"
#include "tree_walk.h"

namespace workspace {

struct CopyRules {
  WalkRules walk;
  std::uint64_t bytes_max = 0;
};

/// Copies files, links and folders with their modes and times into the new folder `into`. Fifos,
/// sockets and devices are left out, and so is what cannot be read. Fails with exists, too_big,
/// no_space, cancelled, io; what was copied by then stays.
base::Result<> copy_tree(const Rooted& from, const std::string& into, const CopyRules& rules,
                         std::stop_token stop);

/// Gives the copy `into` a repository of its own at the original's HEAD, which shares its objects
/// by reference (objects/info/alternates): a commit, checkout or gc in the copy does not reach the
/// original. Also from a worktree or a submodule. Nothing if the original has no .git.
base::Result<> copy_git(const Rooted& from, const std::string& into, const CopyRules& rules,
                        std::stop_token stop);

}  // namespace workspace

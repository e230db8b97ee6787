#pragma once
// What a command did to git, told as git's users think of it, instead of as a list of files below .git.

#include <string>
#include <string_view>
#include <vector>

#include "txn/txn.h"

namespace workspace {

/// True for a .git and all below it: the effects that git_story tells, which a list may then leave out.
bool is_git_path(std::string_view path);

/// One line each, at most 40 for a repository:
///   "HEAD: main 1a2b3c4 -> 5d6e7f8 (commit: the message)", "HEAD: main -> topic (5d6e7f8)",
///   "branch topic created at 5d6e7f8", "tag v1 deleted (was 5d6e7f8)", "stash: 1 entry added",
///   "index updated", "configuration: user.name", "worktree wt added", "objects: 3 added",
///   "and 4 more of git's files"
/// Those of a nested repository, a linked worktree or a submodule begin with its name: "lib: HEAD: ...".
/// Reads HEAD, refs and reflogs of both sides through the store, so it works before and after apply; what
/// cannot be read any more is left out or only counted. Nothing, if git was not touched.
std::vector<std::string> git_story(const txn::Transaction& transaction, const txn::Store& store);

}  // namespace workspace

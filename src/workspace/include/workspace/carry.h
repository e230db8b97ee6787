#pragma once
// contract: what one session did to a copy of a project (Workspace::fork), laid out so that a command can
// do it to the project itself, where it is judged, applied and undone like any other command's doing.
// Nothing here writes to the project.

#include <cstdint>
#include <string>
#include <vector>

#include "workspace/workspace.h"

namespace workspace {

struct CarryOptions {
  std::string root;                 ///< the project, absolute, a folder
  std::string into;                 ///< a new folder for what is laid out
  std::vector<std::string> paths;   ///< only these files and folders; empty = all but what .gitignore names
  /// A moment not after the copy was begun, by the file system's clock (file_clock): what has a ctime
  /// before it is as it was when it was copied.
  std::int64_t since_ns = 0;
};

struct Carried {
  /// The command: first everything that `gone` lists goes (relative paths, each ended by a NUL), then
  /// everything in `fresh` is copied over, with modes and times. "" = none of that kind.
  std::string gone, fresh;
  /// Changed in the project since it was copied, by somebody else: nothing of these is laid out.
  std::vector<Conflict> conflicts;
  /// Not carried over, and why: "build/ (ignored by git)".
  std::vector<std::string> left;
  std::size_t count = 0;            ///< paths that are laid out
  std::size_t held = 0;             ///< of those, what the copy's session holds: the project's is to judge it again
};

/// Lays out what `from` applied to its tree, and what it holds. What the project has already is left
/// out. Git's own files never are carried over. Blocking: heavy calls belong on the pool. Fails with
/// exists (`into`), too_big (a file beyond 1 GiB), no_space, io; what was laid out by then stays.
base::Result<Carried> lay_out(const Workspace& from, const CarryOptions& options);

/// The present moment by the clock of the file system of `folder`, from a file made there for it.
base::Result<std::int64_t> file_clock(const std::string& folder);

/// The repository that a copy of `root` borrows its objects from, absolute; "" = none.
std::string lent_repository(const std::string& root);

/// Which of these paths (relative, folders and files of `root`) the project's .gitignore files name.
std::vector<bool> are_ignored(const std::string& root, const std::vector<std::string>& paths);

}  // namespace workspace

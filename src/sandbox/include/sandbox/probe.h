#pragma once
// contract: what this machine lets us do, found by doing it.

#include <string>
#include <vector>

#include "sandbox/box.h"

namespace sandbox {

struct Ability {
  std::string what;      ///< "user namespace", "overlay in it", "private /proc", "Landlock (ABI 6)", "seccomp",
                         ///< "cgroup", "rename into the project from ..."
  bool works = false;
  std::string why;       ///< what failed: the call and its error, in words
  std::string remedy;    ///< a command or a sentence; "" if there is none
};

struct Probe {
  Mode mode = Mode::none;        ///< the best that works
  std::string why;               ///< one sentence: what is missing for a better one; "" for overlay
  std::vector<Ability> abilities;
};

/// Tries everything in a child (posix_spawn of `helper`, as BoxOptions): 5 to 20 ms, blocking. Leaves
/// nothing behind. `store` is where transactions would lie; overlay is only reported if one there can
/// be mounted over `project`.
Probe probe(const std::vector<std::string>& helper, const std::string& project, const std::string& store);

/// What is never shown to a command, of a user with this home: keys, credentials, browser profiles,
/// shell histories, and plumb's own folders. Absolute paths that exist.
std::vector<std::string> secret_places(const std::string& home, const std::vector<std::string>& own_folders);

/// The `.env` files (`.env.local` and its kin too, examples not) of other projects: what lies in `home`
/// and beside each of `own` (a project, its repository, folders that the user opened), three folders deep.
/// Nothing in one of `own`. Looks into 1,000 folders and names 100 files at most: some milliseconds.
std::vector<std::string> env_files_of_others(const std::string& home, const std::vector<std::string>& own);

}  // namespace sandbox

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

}  // namespace sandbox

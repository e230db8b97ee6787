#pragma once
// What the helper has made for its session's commands. Code of this folder runs in the helper and its
// children only: one thread, no Boost, no exceptions wanted.

#include <string>
#include <vector>

#include "base/file.h"
#include "base/try.h"
#include "sandbox/box.h"

namespace sandbox::txd {

struct World {
  BoxOptions options;
  bool has_namespaces = false;   ///< user, mount, ... namespaces and the tree in them
  bool has_pids = false;         ///< each command gets a pid namespace (and a mount namespace)
  bool is_root = false;          ///< commands run as root of what they see
  bool layers_by_path = false;   ///< the kernel takes no detached mounts as layers: see overlay.h
  base::Fd host;                 ///< the host's tree as it is, writable: where uppers are found, if
  base::Fd store;                ///< not here, in the store
  std::vector<std::string> below;   ///< mount points below the project, and of them
  std::vector<std::string> below_on_host;   ///< those that the host has
};

}  // namespace sandbox::txd

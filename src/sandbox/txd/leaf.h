#pragma once
// The process that becomes the command's program.

#include "txd/world.h"

namespace sandbox::txd {

struct LeafSpec {
  const World& world;
  bool watch_renames = false;
  int control = -1;       ///< where the order comes from, and failures go
  int status = -1;        ///< to the init: the seccomp listener; failures too; closed by the exec
  base::Fd rules;         ///< Landlock, if any
  bool memory_is_grouped = false;
};

/// Never returns: the program runs, or the process has ended.
[[noreturn]] void run_leaf(LeafSpec spec);

}  // namespace sandbox::txd

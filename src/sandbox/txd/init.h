#pragma once
// Process 1 of a command.

#include "txd/world.h"

namespace sandbox::txd {

/// Makes the view, forks the leaf, watches the command to its end, and ends this process. `control` is
/// the command's socket, `view` a memfd, `group` the cgroup.procs to enter, if any.
[[noreturn]] void run_init(const World& world, base::Fd control, base::Fd view, base::Fd group);

}  // namespace sandbox::txd

#pragma once
// Each command's view of the project.

#include "txd/world.h"

namespace sandbox::txd {

/// Finds out how this kernel takes the layers of an overlay; for the older way the host's tree must be
/// in sight while an overlay is mounted. Fails with unsupported.
base::Result<> choose_layers(World& world);

/// Mounts what `view` says over the project, in this process' own mount namespace. What is mounted
/// below the project stays there. Fails with unsupported (names the step), invalid.
base::Result<> mount_view(const World& world, const View& view);

/// A fresh /proc of this process' pid namespace, read-only. `processes` bounds the namespace, where
/// the kernel can (0 = do not). Fails with unsupported.
base::Result<> mount_proc(std::uint64_t processes);
/// The same, writable, for full mode: seen by this command alone, while its other mounts reach the host.
bool mount_proc_of_full();

}  // namespace sandbox::txd

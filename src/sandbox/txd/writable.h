#pragma once
// Folders of the project that a read-only view may write to all the same.

#include <vector>

#include "txd/world.h"

namespace sandbox::txd {

/// Opens (O_PATH) each of view.writable, made where it is missing, and in namespaces mounts it writable
/// at its place, in this process' own mount namespace: call it after mount_view. None for other views
/// than read_only. Fails with invalid (names the folder and what is wrong with it), unsupported.
base::Result<std::vector<base::Fd>> open_writable(const World& world, const View& view);

}  // namespace sandbox::txd

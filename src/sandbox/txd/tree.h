#pragma once
// The tree that all commands of a box share: the host's, read-only, with private or empty places.

#include "txd/world.h"

namespace sandbox::txd {

/// Builds it in this process' mount namespace and notes what later steps need (host, below,
/// layers_by_path). Fails with unsupported (names the step), invalid (names the path).
base::Result<> build_tree(World& world);

/// Mount points below `folder` in this process' mount namespace, outermost first.
std::vector<std::string> mounts_below(const std::string& folder);

}  // namespace sandbox::txd

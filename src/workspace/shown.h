#pragma once
// Lays versions of files over an overlay's upper. Its counterpart for copies is workspace::show.

#include <string>
#include <vector>

#include "rooted.h"
#include "workspace/workspace.h"

namespace workspace {

/// `upper` is that of a scratch view over `lower`, not mounted yet. Replaces what the upper has at
/// those paths. Fails with denied (a path that leads out, or into .git), io.
base::Result<> show_in_upper(const Rooted& upper, const Rooted& lower, const std::vector<Shown>& files);

}  // namespace workspace

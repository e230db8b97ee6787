#pragma once
#include <vector>

#include "rooted.h"
#include "snapshot.h"

namespace workspace {

/// For each entry, in order, whether the .gitignore files of the tree itself name it or a folder
/// around it. The user's own ignore files do not count: the same tree gives the same answer anywhere.
std::vector<bool> find_ignored(const Rooted& root, const Snapshot& tree);

}  // namespace workspace

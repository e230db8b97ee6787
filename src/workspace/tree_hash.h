#pragma once
#include <string>

#include "rooted.h"
#include "snapshot.h"

namespace workspace {

/// The hash that Workspace::tree_hash promises, of a tree whose files are all hashed. Fails with io
/// (names the file that could not be read).
base::Result<std::string> tree_hash_of(const Rooted& root, const Snapshot& tree);

}  // namespace workspace

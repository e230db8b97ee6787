#pragma once
#include <map>
#include <string>
#include <vector>

#include "rooted.h"
#include "snapshot.h"

namespace workspace {

/// For each entry, in order, whether the .gitignore files of the tree itself name it or a folder
/// around it. The user's own ignore files do not count: the same tree gives the same answer anywhere.
/// `texts` holds ignore files that are not as they are at `root`.
using IgnoreTexts = std::map<std::string, std::string, std::less<>>;
std::vector<bool> find_ignored(const Rooted& root, const Snapshot& tree, const IgnoreTexts& texts = {});

}  // namespace workspace

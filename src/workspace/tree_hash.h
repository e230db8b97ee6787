#pragma once
#include <functional>
#include <string>
#include <vector>

#include "rooted.h"
#include "snapshot.h"

namespace workspace {

/// The hash that Workspace::tree_hash promises, of a tree whose files are all hashed. Fails with io
/// (names the file that could not be read).
base::Result<std::string> tree_hash_of(const Rooted& root, const Snapshot& tree);

/// The same of the tree before `effects` (those of a total()), of which `tree` is what they made.
/// `content` gives a file's bytes before an effect. Fails as it does, and with unsupported (a folder went
/// whole, and what was in it is not listed).
using ContentBefore = std::function<base::Result<std::string>(const Effect& effect)>;
base::Result<std::string> tree_hash_before(const Rooted& root, Snapshot tree, const std::vector<Effect>& effects,
                                           const ContentBefore& content);

/// The same as a part of `out`.
void add_hash_before(const Rooted& root, Snapshot tree, const std::vector<Effect>& effects, const ContentBefore& content,
                     Workspace::Hashes& out);

}  // namespace workspace

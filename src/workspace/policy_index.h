#pragma once
// What a change of git's index would put into the next commit.

#include <functional>
#include <string>

#include "base/error.h"
#include "policy_tree.h"
#include "txn/txn.h"
#include "workspace/policy.h"

namespace workspace {

/// The first forbidden path of which the index has another content afterwards that is not the one of the tree as it is; "" = there
/// is none. `index`: its path. That what was in the tree is staged is no change. Fails with invalid, unsupported, too_big
/// (an index that cannot be read, or is split).
base::Result<std::string> staged_changes(const Side& before, const Side& after, const std::string& index, std::size_t hash_size,
                                         const std::function<bool(const std::string& path, txn::Change change)>& is_forbidden);

/// Whether a file of a repository can lead to a commit: objects alone cannot.
bool leads_to_commits(const std::string& path);
/// Of git's files where `path` is refused in the tree.
Judgement with_refused(const std::string& path);

}  // namespace workspace

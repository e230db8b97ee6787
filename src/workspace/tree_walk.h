#pragma once
// Looks at every entry of a tree with one stat each.

#include <sys/types.h>

#include <cstddef>
#include <stop_token>
#include <utility>
#include <vector>

#include "rooted.h"
#include "snapshot.h"

namespace workspace {

struct WalkRules {
  std::size_t entries_max = 0;
  bool with_git = false;  ///< also the root's .git
  /// Folders that are not looked at, nor listed: plumb's own, if they lie in the tree.
  std::vector<std::pair<dev_t, ino_t>> skipped;
};

/// The tree as stat sees it, in walking order, without hashes. The folders of /proc, /sys and the
/// like that are mounted in the tree are listed but not entered, as are unreadable ones and those
/// deeper than k_depth_max. Fails with cancelled, io.
inline constexpr int k_depth_max = 512;
base::Result<Snapshot> walk(const Rooted& root, const WalkRules& rules, std::stop_token stop);

/// Fills everything but path and hash from a stat.
void fill(Entry& entry, const struct stat& st);

}  // namespace workspace

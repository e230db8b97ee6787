#pragma once
// Brings a snapshot up to date: a walk, then the bytes of what is new or changed.

#include <stop_token>

#include "snapshot.h"
#include "tree_walk.h"

namespace workspace {

struct CaptureRules {
  WalkRules walk;
  std::uint64_t file_max = 0;     ///< larger contents are neither read nor kept
  std::uint64_t ignored_max = 0;  ///< of what .gitignore names, at most so much in all
  bool keep = true;               ///< false: hash everything, of any size, keep nothing new
};

/// The tree now. Entries that stat as in `old_tree` take its hashes over; the others are read, hashed
/// and, as far as the store has room, kept. `changed` tells whether anything differs from `old_tree`,
/// be it only a time. What cannot be read (permissions, gone meanwhile) has no hash. On return the
/// kept contents are in the kernel. Fails with cancelled, no_space, io.
base::Result<Snapshot> capture(const Rooted& root, ObjectStore& store, const CaptureRules& rules,
                               const Snapshot& old_tree, bool& changed, std::stop_token stop);

/// The bytes of a regular file, or of a link's target, at `relative`; `entry` gets what stat says of
/// the very bytes that were read. Fails with not_found, too_big (`limit`), invalid (another kind).
base::Result<std::string> read_entry(const Rooted& root, const std::string& relative, Entry& entry,
                                     std::uint64_t limit);

}  // namespace workspace

#pragma once
// Comparing what is in two files.

#include <cstdint>
#include <string>

#include "txn/txn.h"

namespace txn {

/// Regular files of the same size, by bytes. The first is ours: if its owner may not read it, it is
/// made readable for a moment. A second that may not be read is not equal. Fails with denied, io.
base::Result<bool> equal_contents(int folder_ours, const std::string& ours, int folder_other,
                                  const std::string& other);

/// The bytes of a file, or a link's target, in an open folder. `stat` is what was found there. Fails
/// with too_big (over `limit`), invalid (another kind), denied, io.
base::Result<std::string> read_version(int folder, const std::string& name, const Stat& stat, std::size_t limit);

/// A symlink's target.
base::Result<std::string> link_target(int folder, const std::string& name);

/// Two folders with the same names, kinds, sizes, link targets and contents below them. Reads at most
/// `budget` bytes and takes off what it read; files that it cannot afford are equal if size and mtime
/// are, to the nanosecond (as `mv` and `cp -a` leave them). More than `entries_max` = not equal.
base::Result<bool> equal_folders(int folder_ours, const std::string& ours, int folder_other,
                                 const std::string& other, std::uint64_t entries_max,
                                 std::uint64_t& budget);

}  // namespace txn

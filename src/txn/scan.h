#pragma once
// Reads an upper against the tree below it: the exact list of effects.

#include <string>
#include <vector>

#include "item.h"

namespace txn {

struct ScanInput {
  int tree = -1, upper = -1;              ///< open folders
  std::int64_t clock_ns = 0;              ///< what the tree's ctimes say is compared with it
  const std::vector<std::string>* excluded = nullptr;
  std::vector<std::string> deletes;       ///< deletions that the upper could not hold (no mknod here)
};

struct Scan {
  std::vector<Effect> effects;            ///< by path
  std::vector<Item> items;
};

/// Fails with unsupported (an upper of another kind of overlay), too_big, denied, io.
base::Result<Scan> scan(const ScanInput& input);

}  // namespace txn

#pragma once
// Folders below one folder, opened so that no link leads out of it and kept open for a while: the
// operations of one transaction mostly share a few parents.

#include <string>
#include <unordered_map>

#include "base/file.h"

namespace txn {

class Folders {
 public:
  /// `root` is a descriptor of the owner's. `shown` names it in errors.
  Folders(int root, std::string shown) : root_(root), shown_(std::move(shown)) {}

  /// An O_PATH descriptor of the folder at `path` (relative; "" and "." are the root itself). Valid
  /// until the next call. Fails with changed if it is gone, no folder, or a link is on the way.
  base::Result<int> open(const std::string& path);
  /// The same for the folder that holds `path`.
  base::Result<int> open_parent(const std::string& path);
  void forget() { open_.clear(); }

 private:
  static constexpr std::size_t k_open_max = 48;
  int root_;
  std::string shown_;
  std::unordered_map<std::string, base::Fd> open_;
};

}  // namespace txn

#pragma once
// Why effects are not in the tree: told once, by the judge of then, and kept, since a later judge
// sees another tree and other rules. A file of JSON lines beside the session's transactions.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"

namespace workspace {

class Reasons {
 public:
  /// Reads what is there. A line that cannot be read, and what is beyond the limit, is as if it had
  /// not been told: the effect itself is in the transaction's own record.
  explicit Reasons(std::string file);
  /// "" = none.
  [[nodiscard]] std::string_view of(std::uint64_t transaction, const std::string& path) const;
  [[nodiscard]] bool knows(std::uint64_t transaction) const { return whys_.contains(transaction); }
  using Whys = std::map<std::string, std::string>;   ///< by path
  /// Replaces what is known of these paths; on disk before it returns. Fails with no_space, io.
  base::Result<> tell(std::uint64_t transaction, const Whys& whys);

 private:
  std::string file_;
  std::unordered_map<std::uint64_t, Whys> whys_;
};

}  // namespace workspace

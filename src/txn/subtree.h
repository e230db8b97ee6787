#pragma once
// Walking what lies below a name: to count it, to find what changed in it, to compare two of them.

#include <sys/stat.h>

#include <functional>
#include <string>

#include "base/error.h"

namespace txn {

/// Entries that are counted, at most: more is "at least so many".
inline constexpr std::uint64_t k_entries_max = 200'000;
/// A command can nest folders without end; each level costs a descriptor.
inline constexpr int k_depth_max = 400;

struct Survey {
  std::uint64_t entries = 0, bytes = 0, specials = 0, privileged = 0;
  std::int64_t newest_ns = 0;     ///< the newest ctime, the top's own aside
  bool is_complete = true;        ///< false: stopped at the limit
  bool may_hold_git = false;      ///< something is called ".git", or not all was seen
};

/// One entry: its path below the top ("" = the top itself), the folder that holds it, its name there.
struct Entry {
  const std::string& path;
  int folder;
  const std::string& name;
  const struct stat& st;
};
enum class Walk { on, stop };
using Visit = std::function<base::Result<Walk>(const Entry&)>;

/// The top first, each folder before what is in it, names in the order of the file system. A folder
/// that may not be read is made readable while it is (we own it, or could not walk it anyway). Stops
/// after `limit` entries. Fails with too_big (nested too deeply), denied, io.
base::Result<Survey> survey(int folder, const std::string& name, std::uint64_t limit,
                            const Visit& visit = {});

}  // namespace txn

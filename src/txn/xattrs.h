#pragma once
// Extended attributes of one name in an open folder; never those of a link's target.

#include <map>
#include <string>

#include "base/error.h"

namespace txn {

/// What overlayfs keeps for itself ("user.overlay.*") of an entry of an upper.
struct OverlayMarks {
  bool opaque = false;       ///< the lower folder of that name does not show through
  bool has_origin = false;   ///< was copied up: a lower version existed when the command ran
  bool whiteout = false;     ///< a deletion, in the form of an empty file
  bool redirect = false;     ///< renamed folder or data elsewhere: never in our mounts
  bool any = false;
};
/// Costs one call where there are none.
base::Result<OverlayMarks> overlay_marks(int folder, const std::string& name);

/// Those that belong to the file's user: user.* (without overlayfs' own) and access control lists.
base::Result<std::map<std::string, std::string>> xattrs_of(int folder, const std::string& name);

/// Removes user.overlay.* and security.capability. Returns true if a capability was there.
base::Result<bool> strip_xattrs(int folder, const std::string& name);

/// `path` is followed: give it "/proc/self/fd/N". Sets and removes what differs.
base::Result<> set_xattrs(const std::string& path, const std::map<std::string, std::string>& from,
                          const std::map<std::string, std::string>& to);

}  // namespace txn

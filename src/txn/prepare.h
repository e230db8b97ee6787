#pragma once
// Makes a new version fit for the tree, while it is still in the upper.

#include <cstdint>
#include <string>

#include "txn/txn.h"

namespace txn {

/// Takes overlayfs' marks and capabilities off, setuid and setgid bits of files too, and removes
/// fifos, sockets, devices and whiteouts inside a folder. Folders keep their times. Returns the newest
/// ctime below. `planned` says which mode it has in the end. Can be done again. Fails with too_big, denied, io.
base::Result<std::int64_t> prepare(int folder, const std::string& name, const Stat& planned);

}  // namespace txn

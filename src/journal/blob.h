#pragma once
// The blobs of one session: bytes under their SHA-256 in dir/blobs, written once, never changed.

#include <string>
#include <string_view>

#include "base/error.h"

namespace journal {

/// Stores the bytes and returns their name. On return they are in the kernel. `fresh` tells
/// whether a file was made.
base::Result<std::string> write_blob(const std::string& dir, std::string_view bytes, bool& fresh);

/// Puts a blob on the disk itself.
base::Result<> sync_blob(const std::string& dir, const std::string& name);

}  // namespace journal

#pragma once
#include <string>

#include "base/error.h"

namespace base {

/// The bytes of a file that holds keys: a regular one, of the user's own or root's, that nobody else may read. Fails with
/// denied (it is not that: the text says what to do), not_found, invalid (no regular file), too_big, io. Safe from any thread.
Result<std::string> read_private_file(const std::string& path, std::size_t limit);

}  // namespace base

#pragma once
#include <sys/types.h>

#include <optional>
#include <string>

#include "base/error.h"

namespace journal {

/// Makes this process the only writer of an open log until the descriptor is closed. Waits up to 2 s for one that is about
/// to leave: it was killed, or the session has ended. Fails with changed, naming the process that is.
base::Result<> lock_log(int fd, const std::string& path);

}  // namespace journal

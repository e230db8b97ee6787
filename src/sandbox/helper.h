#pragma once
// Starting the helper.

#include <string>
#include <vector>

#include "base/file.h"

namespace sandbox {

struct Helper {
  int pid = -1;
  base::Fd socket;   ///< SOCK_SEQPACKET; closing it ends the helper
};

/// `argv` as BoxOptions::helper. It gets no environment, no input, our stderr. Fails as posix_spawn.
base::Result<Helper> start_helper(const std::vector<std::string>& argv);

struct SocketPair {
  base::Fd ours, theirs;
};
/// SOCK_SEQPACKET, close on exec. On our side packets come with their sender's pid.
base::Result<SocketPair> make_sockets();

}  // namespace sandbox

#pragma once
// All processes of a command, as its init sees them.

namespace sandbox::txd {

/// Sends a signal to all of them: of the pid namespace, or, without one, to all descendants of this
/// process (a child subreaper), as often as it takes to find no new one.
void signal_all(bool has_pids, int signal);

}  // namespace sandbox::txd

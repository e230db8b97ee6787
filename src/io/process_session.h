#pragma once
// All processes of one session, found through /proc: its first group, and those that a shell with
// job control (`set -m`, or a shell on a pty) makes beside it.

#include <sys/types.h>

namespace io {

/// True while a process of the session runs (zombies do not count). False without /proc.
bool session_is_alive(pid_t leader);

/// Sends a signal to every group of the session. The leader must not have been reaped, so that its
/// number is not somebody else's. A process that made a session of its own is not found.
void signal_session(pid_t leader, int signal);

/// SIGKILL to all processes but this one that have the pipe open that `fd` is an end of; nothing if it is none.
void kill_holders(int fd);

}  // namespace io

#pragma once
// Processes that a command started and that got away from its session (daemons), found by the mark
// in their environment.

#include <csignal>
#include <string_view>

namespace tools {

/// Sends a signal to every process of this user, but this one, whose PLUMB_SHELL begins with `mark`.
/// Returns how many there were; 0 as the signal only counts them. Reads /proc; a process that cleared its environment is not found.
int signal_strays(std::string_view mark, int signal);

}  // namespace tools

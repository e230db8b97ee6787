#pragma once
// The end of a command that has put children out of its session (setsid, daemons that keep their output).

#include "io/process.h"

namespace io {

/// SIGKILL to the session of `process`, which Process::start made, and to all others but this program that have its output
/// open (pipes only): they are what keeps read_out() from its end. Those of other users are out of reach. Reads /proc.
void kill_with_holders(Process& process);

}  // namespace io

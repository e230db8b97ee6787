#pragma once

#include "txd/world.h"

namespace sandbox::txd {

/// Moves this process into its own user, mount, ipc, uts, cgroup and (unless Network::on) network
/// namespaces, with the ids it has: one, or as root all that the parent has. Pid namespaces are made
/// for each command. Fails with unsupported, naming the step.
base::Result<> enter_namespaces(Network network);

/// "user namespace: unshare: Operation not permitted" as an error.
tl::unexpected<base::Error> step_failed(std::string_view step, int error);

}  // namespace sandbox::txd

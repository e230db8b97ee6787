#pragma once
// What a command's first process takes from itself before the program runs. All of it is inherited and
// none of it can be taken back.

#include "txd/world.h"

namespace sandbox::txd {

/// The Landlock rules of one command, to be made where its view is mounted: it writes below the
/// project (of a read-only view: below `writable`), /tmp, /dev/shm, /run and the writable folders,
/// nowhere else.
/// No descriptor if this kernel has no Landlock.
base::Fd make_rules(const World& world, const View& view, const std::vector<base::Fd>& writable);
/// Of Mode::landlock: also reads no file that is hidden (outside of the project and /tmp), and has no
/// TCP unless the network is on. Takes a millisecond or so in a big home.
base::Fd make_rules_with_reads(const World& world, const View& view, const std::vector<base::Fd>& writable);
/// 0 = none.
int landlock_abi();

/// For the helper, once: no process below it gets by exec more than the seven capabilities over files,
/// ids and signals that builds and package managers need as root, or any as another user. What it has
/// itself stays. Needs CAP_SETPCAP.
void bound_capabilities(bool is_root);
/// For the leaf: to the same. False with errno.
bool drop_capabilities(bool is_root);
/// For the init: what it needs to watch a command and to rename for it, and so always more than the
/// command has, which keeps ptrace and /proc/1 closed to it.
bool drop_capabilities_of_init();
/// Permitted and effective become those of `mask` that this process has.
bool set_capabilities(std::uint64_t mask);

enum class Sockets : std::uint8_t {
  local,   ///< there is a network namespace: all harmless families
  none,    ///< there is none: neither IP nor Unix sockets (pairs are)
  all,     ///< the network is on: harmless families
};
/// The deny-list. With `watch_renames` returns the listener's descriptor, else 0; -1 with errno.
int install_seccomp(Sockets sockets, bool watch_renames);

/// rlimits, all but that of memory, which is for right before the exec. False with errno.
bool set_limits(const Limits& limits);
bool set_memory_limit(const Limits& limits);

}  // namespace sandbox::txd

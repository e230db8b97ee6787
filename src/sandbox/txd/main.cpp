// The helper: takes the options, makes the namespaces and the tree in them, and from then on forks an
// init for every command asked for. It ends with plumb, and everything with it: its inits by the death
// of their parent, their commands by the death of their init.
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/paths.h"
#include "sandbox/box.h"
#include "txd/cgroup.h"
#include "txd/confine.h"
#include "txd/init.h"
#include "txd/namespaces.h"
#include "txd/steps.h"
#include "txd/sys.h"
#include "txd/tree.h"
#include "txd/way_out.h"
#include "wire.h"

namespace sandbox {

namespace txd {
namespace {

/// Full mode: only root can have pid namespaces without a user namespace, which would change more.
bool can_fork_pids() {
  const pid_t child = fork_with(CLONE_NEWPID | CLONE_NEWNS);
  if (child == 0) ::_exit(0);
  if (child < 0) return false;
  ::waitpid(child, nullptr, 0);
  return true;
}

base::Result<> make_world(World& world, BoxGroup& group) {
  const BoxOptions& options = world.options;
  world.is_root = ::geteuid() == 0;
  // Only for what rlimits cannot do: a sum over all processes of a command.
  if (options.limits.memory > 0 && !options.is_full) {
    if (auto entered = BoxGroup::enter(options.limits)) group = std::move(*entered);
  }
  if (options.is_full) {
    world.has_pids = can_fork_pids();
    return {};
  }
  if (options.mode > Mode::namespaces) {
    if (group.is_made()) TRY_DO(group.split());
    if (options.network == Network::list)
      return base::fail(base::Code::unsupported,
                        "a list of hosts needs a network namespace, which this machine does not allow: "
                        "choose network off or on");
    return {};
  }
  Way way;
  if (options.network == Network::list) {
    TRY(way, Way::open(options.broker));   // while its path can be seen
  }
  TRY_DO(enter_namespaces(options.network));
  if (group.is_made()) TRY_DO(group.split());
  if (options.network == Network::list) TRY_DO(way.listen());
  world.has_namespaces = world.has_pids = true;
  TRY_DO(build_tree(world));
  if (options.network == Network::list) TRY_DO(way.serve());
  return {};
}

void open_slot(const World& world, BoxGroup& box_group, Received& request, int socket) {
  if (request.fds.size() < 2) return;
  base::Fd group;
  if (box_group.is_made()) {
    auto made = box_group.make_next(world.options.limits);
    if (!made) {
      (void)send_packet(request.fds[1].get(), packet_of(made.error()));
      return;
    }
    group = std::move(*made);
  }
  const unsigned long flags = world.has_pids ? CLONE_NEWPID | CLONE_NEWNS : 0;
  const pid_t pid = fork_with(flags);
  if (pid == 0) {
    ::close(socket);
    run_init(world, std::move(request.fds[1]), std::move(request.fds[0]), std::move(group));
  }
  if (pid < 0)
    (void)send_packet(request.fds[1].get(), packet_of(base::fail_errno("cannot start a command").value()));
}

[[noreturn]] void serve(int socket, World world) {
  BoxGroup group;
  while (true) {
    auto request = receive_packet(socket);
    if (request.what != Received::What::packet || request.fds.empty()) ::_exit(0);
    if (request.packet.kind == Kind::start) {
      auto options = unpack_options(request.fds[0].get());
      if (!options) ::_exit(1);
      world.options = std::move(*options);
      const auto made = make_world(world, group);
      const bool restricts = !world.options.is_full && world.options.mode != Mode::none;
      if (made && restricts) bound_capabilities(world.is_root);
      ::signal(SIGCHLD, SIG_IGN);   // inits are not waited for
      // A change of ids or namespaces takes this back, so it comes last.
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (made) ::prctl(PR_SET_DUMPABLE, 0);
      (void)send_packet(socket, made ? packet_of(Kind::ok, group.path()) : packet_of(made.error()));
    } else if (request.packet.kind == Kind::probe) {
      ::_exit(probe_all(socket, request.fds[0].get()) ? 0 : 1);
    } else if (request.packet.kind == Kind::open) {
      open_slot(world, group, request, socket);
    }
  }
}

}  // namespace
}  // namespace txd

bool is_txd(int argc, char** argv) { return argc >= 2 && base::file_name(argv[0]) == "plumb-txd"; }

int txd_main(int argc, char** argv) {
  if (argc < 2) return 2;
  const int socket = std::atoi(argv[argc - 1]);
  ::prctl(PR_SET_NAME, "plumb-txd");
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::signal(SIGPIPE, SIG_IGN);
  txd::World world;
  // For tests: what a kernel before 6.15 needs, on one that does not.
  world.layers_by_path = std::strcmp(argv[1], "--layers-by-path") == 0;
  txd::serve(socket, std::move(world));
}

}  // namespace sandbox

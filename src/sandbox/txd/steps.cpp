// Sysctls and version numbers are not asked: AppArmor lets one make a user namespace and refuses the
// first mount in it, a container has all system calls but no procfs, an overlay mounts over ext4 but not
// over another overlay. Only doing it tells.
#include "txd/steps.h"

#include <linux/fs.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>

#include "base/paths.h"
#include "txd/cgroup.h"
#include "txd/confine.h"
#include "txd/namespaces.h"
#include "txd/overlay.h"
#include "txd/sys.h"
#include "txd/tree.h"
#include "wire.h"

namespace sandbox::txd {

namespace {

constexpr const char* k_remedy_namespaces =
    "Debian: sysctl -w kernel.unprivileged_userns_clone=1; anywhere: sysctl -w user.max_user_namespaces=15000; "
    "Docker: --security-opt seccomp=unconfined (or run plumb outside of the container)";
constexpr const char* k_remedy_mounts =
    "Ubuntu (AppArmor): sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or a profile for plumb that "
    "allows userns; Docker: --security-opt apparmor=unconfined --security-opt systempaths=unconfined";

void tell(int socket, const std::string& what, bool works, const std::string& why = "", const std::string& remedy = "") {
  Packet packet = packet_of(Kind::ability, what + "\n" + (works ? "" : why) + "\n" + (works ? "" : remedy));
  packet.number = works ? 1 : 0;
  (void)send_packet(socket, packet);
}

void tell(int socket, const std::string& what, const base::Result<>& result, const std::string& remedy) {
  tell(socket, what, result.has_value(), result ? "" : result.error().what, remedy);
}

/// Runs `step` in a child; what it fails with is told by the child.
bool in_child(unsigned long flags, const std::function<bool()>& step) {
  const pid_t child = fork_with(flags);
  if (child == 0) ::_exit(step() ? 0 : 1);
  int status = 1;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

bool try_overlay(int socket, const World& world, const View& view) {
  return in_child(CLONE_NEWPID | CLONE_NEWNS, [&] {
    const auto mounted = mount_view(world, view);
    tell(socket, "overlay in it", mounted,
         "keep the project on ext4, xfs, btrfs or tmpfs: an overlay (a container's own file system) or a network "
         "file system cannot hold changes");
    return mounted.has_value();
  });
}

void try_proc(int socket) {
  in_child(CLONE_NEWPID | CLONE_NEWNS, [&] {
    const auto mounted = mount_proc(0);
    tell(socket, "private /proc", mounted,
         "Docker: --security-opt systempaths=unconfined; without it commands see the container's processes, and "
         "folders of an overlay are renamed by copying");
    return mounted.has_value();
  });
}

void try_pid_limit(int socket, bool is_root) {
  if (!is_root) return;   // RLIMIT_NPROC binds everybody else
  in_child(CLONE_NEWPID | CLONE_NEWNS, [&] {
    (void)mount_proc(4096);
    char text[32] = {};   // a sysctl must be read at once
    const base::Fd fd(::open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC));
    const bool holds = fd && ::read(fd.get(), text, sizeof text - 1) > 0 && std::strcmp(text, "4096\n") == 0;
    tell(socket, "limit of processes for root", holds,
         "root is not bound by RLIMIT_NPROC, and this kernel (before 6.14) has no limit of pids per namespace",
         "run plumb as an ordinary user");
    return true;
  });
}

void try_confinement(int socket) {
  const int abi = landlock_abi();
  const std::string name = abi > 0 ? "Landlock (ABI " + std::to_string(abi) + ")" : "Landlock";
  tell(socket, name, abi > 0, std::string("landlock_create_ruleset: ") + std::strerror(errno),
       "boot with lsm=landlock,... (Linux 5.13 and later)");
  in_child(0, [&] {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const bool works = install_seccomp(Sockets::local, false) == 0;
    tell(socket, "seccomp", works, std::string("seccomp: ") + std::strerror(errno), "a kernel with CONFIG_SECCOMP_FILTER");
    return works;
  });
}

/// The kernel compares the mounts of both sides before it looks for the source, so asking for a file
/// that is not there leaves no trace.
void try_rename(int socket, const BoxOptions& options) {
  const std::string from = base::join(options.store, ".plumb-not-there"), to = base::join(options.project, ".plumb-not-there");
  ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
  const int error = errno;
  const bool is_writable = ::access(options.project.c_str(), W_OK) == 0 && ::access(options.store.c_str(), W_OK) == 0;
  tell(socket, "rename into the project from " + options.store, error == ENOENT && is_writable,
       error == EXDEV ? "they lie on different file systems or mounts" : std::strerror(is_writable ? error : EACCES),
       "make the folder above the project writable, or keep plumb's state on the project's file system");
}

void try_group(int socket) {
  in_child(0, [&] {
    const auto entered = BoxGroup::enter({});
    tell(socket, "cgroup", entered ? base::Result<>() : base::fail(entered.error()),
         "memory is limited for each process instead of all of a command's together; as a user: systemd-run --user "
         "--scope -p Delegate=yes plumb ...");
    if (!entered) return false;
    const base::Fd parent(::open((base::parent(entered->path()) + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    (void)!::write(parent.get(), "0", 1);   // where that is refused the group stays until it is empty
    ::rmdir(entered->path().c_str());
    return true;
  });
}

void tell_no_namespaces(int socket, const std::string& why) {
  for (const char* what : {"read-only tree", "overlay in it", "private /proc"})
    tell(socket, what, false, "needs what failed before: " + why);
}

}  // namespace

bool probe_all(int socket, int request) {
  auto options = unpack_options(request);
  if (!options) return false;
  World world;
  world.is_root = ::geteuid() == 0;
  world.options = *options;
  try_rename(socket, *options);
  try_confinement(socket);
  try_group(socket);
  const View view{.kind = View::Kind::overlay,
                  .upper = base::join(options->store, "u"),
                  .work = base::join(options->store, "w")};
  const auto entered = enter_namespaces(Network::off);
  tell(socket, "user, mount, pid and network namespaces", entered, k_remedy_namespaces);
  if (!entered) {
    tell_no_namespaces(socket, entered.error().what);
  } else if (const auto built = build_tree(world); !built) {
    tell(socket, "read-only tree", built, k_remedy_mounts);
    tell(socket, "overlay in it", false, "needs what failed before: " + built.error().what);
    tell(socket, "private /proc", false, "needs what failed before: " + built.error().what);
  } else {
    tell(socket, "read-only tree", true);
    (void)try_overlay(socket, world, view);
    try_proc(socket);
    try_pid_limit(socket, world.is_root);
  }
  return send_packet(socket, packet_of(Kind::ok));
}

}  // namespace sandbox::txd

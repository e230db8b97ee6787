// A list of what is refused, not of what is allowed: a program that uses an odd but harmless call must
// work. Refused is what widens the kernel's attack surface without being needed to build and test
// software (bpf, io_uring, userfaultfd, new namespaces, the mount calls, keyrings, ...), and what would
// reach past a namespace (odd socket families, TIOCSTI). Calls of another architecture or of the x32
// table, which would go around the list, kill. clone3 is "not there": its flags lie in memory that a
// filter cannot read, and every C library falls back to clone.
//
// ptrace is allowed: it reaches only processes of the command's own pid namespace.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <vector>

#include "txd/confine.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t k_arch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t k_arch = AUDIT_ARCH_AARCH64;
#else
#error "the sandbox knows the system calls of x86-64 and aarch64"
#endif

constexpr std::uint32_t k_namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                       CLONE_NEWPID | CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */;
constexpr std::uint32_t k_refuse = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t k_ask_personality = 0xffffffff;
constexpr long k_open_tree_attr = 467;

// Refused whole, with EPERM.
constexpr long k_refused[] = {
    // surface of the kernel
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_add_key, SYS_request_key, SYS_keyctl, SYS_fanotify_init, SYS_open_by_handle_at, SYS_lookup_dcookie,
    // mounts and namespaces
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick,
    SYS_move_mount, SYS_open_tree, SYS_mount_setattr, k_open_tree_attr,
    // the machine
    SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_swapon, SYS_swapoff,
    SYS_reboot, SYS_acct, SYS_quotactl, SYS_quotactl_fd, SYS_syslog, SYS_settimeofday, SYS_clock_settime,
    SYS_sethostname, SYS_setdomainname, SYS_vhangup, SYS_nfsservctl,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_create_module,
    SYS_get_kernel_syms, SYS_query_module,
#endif
};

class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    otherwise_return(BPF_JEQ, k_arch, SECCOMP_RET_KILL_PROCESS);
    load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
    return_if(BPF_JGE, 0x40000000, SECCOMP_RET_KILL_PROCESS);   // x32
#endif
  }

  void refuse(long nr, std::uint32_t verdict = k_refuse) { return_if(BPF_JEQ, static_cast<std::uint32_t>(nr), verdict); }

  /// Rules for one call on one of its arguments (its lower half), until end().
  void begin(long nr, int argument) {
    begin_.push_back(code_.size());
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(nr), 0, 0);   // the jump is set in end()
    load(static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(argument)));
  }
  void argument(int which) {
    load(static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(which)));
  }
  void return_if(std::uint16_t test, std::uint32_t value, std::uint32_t verdict) {
    add(static_cast<std::uint16_t>(BPF_JMP | test | BPF_K), value, 0, 1);
    add(BPF_RET | BPF_K, verdict);
  }
  void otherwise_return(std::uint16_t test, std::uint32_t value, std::uint32_t verdict) {
    add(static_cast<std::uint16_t>(BPF_JMP | test | BPF_K), value, 1, 0);
    add(BPF_RET | BPF_K, verdict);
  }
  void always(std::uint32_t verdict) { add(BPF_RET | BPF_K, verdict); }
  void end(std::uint32_t verdict) {
    always(verdict);
    code_[begin_.back()].jf = static_cast<std::uint8_t>(code_.size() - begin_.back() - 1);
    begin_.pop_back();
  }

  sock_fprog program() {
    always(SECCOMP_RET_ALLOW);
    return {static_cast<unsigned short>(code_.size()), code_.data()};
  }

 private:
  void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
  void add(std::uint16_t code, std::uint32_t k, std::uint8_t jt = 0, std::uint8_t jf = 0) {
    code_.push_back({code, jt, jf, k});
  }
  std::vector<sock_filter> code_;
  std::vector<std::size_t> begin_;
};

void add_sockets(Filter& filter, Sockets sockets) {
  constexpr std::uint32_t k_unknown = SECCOMP_RET_ERRNO | EAFNOSUPPORT;
  const std::uint32_t harmless = sockets == Sockets::none ? SECCOMP_RET_ERRNO | EACCES : SECCOMP_RET_ALLOW;
  filter.begin(SYS_socket, 0);
  for (const std::uint32_t family : {AF_UNIX, AF_INET, AF_INET6}) filter.return_if(BPF_JEQ, family, harmless);
  filter.otherwise_return(BPF_JEQ, AF_NETLINK, k_unknown);
  filter.argument(2);   // netlink: only of routes, which getifaddrs() and name resolution ask
  filter.return_if(BPF_JEQ, NETLINK_ROUTE, SECCOMP_RET_ALLOW);
  filter.end(k_unknown);
}

Filter filter_of(Sockets sockets, bool watch_renames) {
  Filter filter;
  if (watch_renames) {
#if defined(__x86_64__)
    filter.refuse(SYS_rename, SECCOMP_RET_USER_NOTIF);
#endif
    filter.refuse(SYS_renameat, SECCOMP_RET_USER_NOTIF);
    filter.refuse(SYS_renameat2, SECCOMP_RET_USER_NOTIF);
  }
  for (const long nr : k_refused) filter.refuse(nr);
  filter.refuse(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS);
  for (const long nr : {SYS_clone, SYS_unshare}) {
    filter.begin(nr, 0);
    filter.return_if(BPF_JSET, k_namespaces, k_refuse);
    filter.end(SECCOMP_RET_ALLOW);
  }
  filter.begin(SYS_personality, 0);
  for (const std::uint32_t harmless : {std::uint32_t{PER_LINUX}, std::uint32_t{PER_LINUX32}, k_ask_personality})
    filter.return_if(BPF_JEQ, harmless, SECCOMP_RET_ALLOW);
  filter.end(k_refuse);
  filter.begin(SYS_ioctl, 1);
  for (const std::uint32_t each : {TIOCSTI, TIOCLINUX, TIOCSETD, TIOCCONS}) filter.return_if(BPF_JEQ, each, k_refuse);
  filter.end(SECCOMP_RET_ALLOW);
  add_sockets(filter, sockets);
  return filter;
}

}  // namespace

int install_seccomp(Sockets sockets, bool watch_renames) {
  Filter filter = filter_of(sockets, watch_renames);
  const sock_fprog program = filter.program();
  if (!watch_renames) return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  // Without the second flag (before Linux 5.19) a signal may cut a rename short, and it starts again.
  constexpr unsigned long k_flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
  int listener = static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, k_flags, &program));
  if (listener < 0 && errno == EINVAL)
    listener = static_cast<int>(
        ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
  return listener;
}

}  // namespace sandbox::txd

// Process 1 of a command (or, without pid namespaces, the one to which orphans fall): makes the view,
// forks the leaf, and from then on waits for four things at once: the end of children, words from
// plumb, renames to look at, and the moment when the stragglers' time is up.
//
// The last packet, `ended`, is sent when wait() has said that there is no child left: then nothing can
// write to the upper any more. If this process itself is killed, the kernel kills all others of its
// namespace before the death can be seen on its pidfd.
#include "txd/init.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/ids.h"
#include "txd/confine.h"
#include "txd/leaf.h"
#include "txd/namespaces.h"
#include "txd/overlay.h"
#include "txd/processes.h"
#include "txd/rename.h"
#include "txd/sys.h"
#include "txd/writable.h"
#include "wire.h"

namespace sandbox::txd {

namespace {

constexpr std::int64_t k_straggler_ms = 100;   // for the rest of a pipeline, once the leader has ended

[[noreturn]] void give_up(const base::Fd& control, const base::Error& error) {
  (void)send_packet(control.get(), packet_of(error));
  ::_exit(1);
}

base::Fd watch_children() {
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &mask, nullptr);
  ::signal(SIGCHLD, SIG_DFL);
  return base::Fd(::signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK));
}

bool tell_ready(const base::Fd& control) {
  const base::Fd own(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  const int fd = own.get();
  return send_packet(control.get(), packet_of(Kind::ready), std::span(&fd, own ? 1 : 0));
}

Usage usage_of_children() {
  rusage all{};
  ::getrusage(RUSAGE_CHILDREN, &all);
  const auto us = [](const timeval& time) { return std::int64_t{time.tv_sec} * 1000000 + time.tv_usec; };
  return {us(all.ru_utime), us(all.ru_stime), all.ru_maxrss};
}

class Watch {
 public:
  Watch(const World& world, base::Fd control, base::Fd status, base::Fd children, pid_t leader)
      : world_(world), control_(std::move(control)), status_(std::move(status)), children_(std::move(children)),
        leader_(leader) {}

  [[noreturn]] void run() {
    while (true) {
      wait();
      reap();
      if (alone_) finish();
    }
  }

 private:
  void wait() {
    enum { k_children, k_status, k_control, k_renames, k_count };
    std::array<pollfd, k_count> fds{};
    fds[k_children] = {children_.get(), POLLIN, 0};
    fds[k_status] = {status_.get(), POLLIN, 0};
    fds[k_control] = {started_ ? control_.get() : -1, POLLIN, 0};   // until then it is the leaf that reads
    fds[k_renames] = {listener_.get(), POLLIN, 0};
    (void)::poll(fds.data(), fds.size(), timeout());
    if (fds[k_children].revents != 0) {
      signalfd_siginfo info{};
      while (::read(children_.get(), &info, sizeof info) == sizeof info) {}
    }
    if ((fds[k_renames].revents & POLLIN) != 0) renames_->serve();
    else if (fds[k_renames].revents != 0) listener_.reset();   // nobody is under the filter any more
    if (fds[k_status].revents != 0) hear_leaf();
    if (fds[k_control].revents != 0) hear_plumb();
    if (leader_ended_ && base::steady_ms() >= deadline_) signal_all(world_.has_pids, SIGKILL);
  }

  [[nodiscard]] int timeout() const {
    if (!leader_ended_) return -1;
    const auto left = deadline_ - base::steady_ms();
    return left > 0 ? static_cast<int>(left) : 20;
  }

  /// A listener; that the program could not be started; the end, when it runs.
  void hear_leaf() {
    auto received = receive_packet(status_.get(), MSG_DONTWAIT);
    if (received.what == Received::What::packet && !received.fds.empty()) {
      listener_ = std::move(received.fds[0]);
      renames_.emplace(listener_.get(), world_.options.project.c_str());
      return;
    }
    failed_ = failed_ || received.packet.kind == Kind::failed;   // plumb has been told by the leaf
    if (received.what != Received::What::end) return;
    status_.reset();
    started_ = true;
    if (!failed_) (void)send_packet(control_.get(), packet_of(Kind::started));
  }

  void hear_plumb() {
    const auto received = receive_packet(control_.get(), MSG_DONTWAIT);
    if (received.what == Received::What::nothing_yet) return;
    if (received.what == Received::What::packet && received.packet.kind == Kind::signal) {
      signal_all(world_.has_pids, received.packet.number);
      return;
    }
    // Nobody waits for this command any more.
    signal_all(world_.has_pids, SIGKILL);
    failed_ = true;
    started_ = false;
  }

  void reap() {
    while (true) {
      int status = 0;
      const pid_t pid = ::waitpid(-1, &status, WNOHANG);
      if (pid == 0) return;
      if (pid < 0) {
        alone_ = errno == ECHILD;
        return;
      }
      if (pid != leader_) continue;
      leader_ended_ = true;
      exit_ = status;
      deadline_ = base::steady_ms() + k_straggler_ms;
    }
  }

  [[noreturn]] void finish() {
    while (status_) hear_leaf();   // an exec and an end between two looks
    if (!failed_) {
      Packet packet = packet_of(Kind::ended);
      packet.signal = WIFSIGNALED(exit_) ? WTERMSIG(exit_) : 0;
      packet.number = packet.signal != 0 ? 128 + packet.signal : WEXITSTATUS(exit_);
      packet.usage = usage_of_children();
      (void)send_packet(control_.get(), packet);
    }
    ::_exit(0);
  }

  const World& world_;
  base::Fd control_, status_, children_, listener_;
  std::optional<RenameWatch> renames_;
  pid_t leader_;
  bool started_ = false, failed_ = false, leader_ended_ = false, alone_ = false;
  int exit_ = 0;
  std::int64_t deadline_ = 0;
};

base::Fd rules_of(const World& world, const View& view, const std::vector<base::Fd>& writable) {
  if (world.options.is_full || world.options.mode == Mode::none) return {};
  return world.has_namespaces ? make_rules(world, view, writable) : make_rules_with_reads(world, view, writable);
}

struct Ready {
  bool sees_itself = false;   ///< /proc is that of the command's own pid namespace
  std::vector<base::Fd> writable = {};
};

base::Result<Ready> make_ready(const World& world, const View& view) {
  const BoxOptions& options = world.options;
  const bool has_overlays = options.mode == Mode::overlay && world.has_namespaces;
  if (view.kind == View::Kind::overlay && !has_overlays)
    return base::fail(base::Code::unsupported,
                      "this sandbox has no overlays (mode " + std::string(options.is_full ? "full" : name(options.mode)) + ")");
  if (options.is_full && world.has_pids) return Ready{mount_proc_of_full()};
  if (options.is_full || options.mode == Mode::none) return Ready{};
  if (world.has_namespaces) TRY_DO(mount_view(world, view));
  TRY(auto writable, open_writable(world, view));
  if (!world.has_namespaces) return Ready{false, std::move(writable)};
  // A container may forbid it (probe() tells): then /proc is the helper's, read-only, in which the user
  // namespace keeps the processes of others closed.
  const bool sees_itself = mount_proc(world.is_root ? options.limits.processes : 0).has_value();
  return Ready{sees_itself, std::move(writable)};
}

}  // namespace

void run_init(const World& world, base::Fd control, base::Fd view_file, base::Fd group) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_DUMPABLE, 0);
  if (!world.has_pids) ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (group && ::write(group.get(), "0", 1) != 1) give_up(control, base::fail_errno("cannot enter a control group").value());
  auto view = unpack_view(view_file.get());
  if (!view) give_up(control, view.error());
  auto ready = make_ready(world, *view);
  if (!ready) give_up(control, ready.error());
  auto children = watch_children();
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0 || !children)
    give_up(control, base::fail_errno("cannot watch a command").value());
  base::Fd ours(pair[0]), leafs(pair[1]);
  if (!tell_ready(control)) ::_exit(1);
  auto rules = rules_of(world, *view, ready->writable);
  ready->writable.clear();
  const pid_t leader = fork_with(0);
  if (leader < 0) give_up(control, base::fail_errno("cannot start a command").value());
  if (leader == 0) {
    ours.reset();
    run_leaf({.world = world,
              .watch_renames = view->kind == View::Kind::overlay && ready->sees_itself,
              .control = control.get(),
              .status = leafs.get(),
              .rules = std::move(rules),
              .memory_is_grouped = static_cast<bool>(group)});
  }
  leafs.reset();
  rules.reset();
  if (world.has_namespaces && !drop_capabilities_of_init()) ::_exit(1);
  Watch(world, std::move(control), std::move(ours), std::move(children), leader).run();
}

}  // namespace sandbox::txd

// A child by posix_spawn: glibc makes it with CLONE_VFORK, so that a process with gigabytes of heap
// starts one as quickly as a small one, and nothing but exec happens in between.
//
// The child leads a session. A pty becomes its controlling terminal without any call of ours: a
// session leader without one that opens a terminal gets it, and spawn's file actions (which run
// after setsid) open the slave as descriptor 0.
//
// Signals go to the group by number, and a number can be given to somebody else once its last user
// is gone. So the leader, when it has ended, is left a zombie until the Process is destroyed
// (WNOWAIT): as long as signal_group can be called, the number is ours.
#include "io/process.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "io/child_io.h"
#include "io/event.h"
#include "io/holders.h"
#include "process_session.h"

namespace io {

namespace asio = boost::asio;
using Stream = asio::posix::stream_descriptor;

namespace {

// ---- what to start ----

bool is_program(const std::string& path) {
  return !base::is_dir(path) && ::access(path.c_str(), X_OK) == 0;
}

/// The program as a path that exec can use from the child's working folder.
base::Result<std::string> find_program(const ProcessSpec& spec) {
  if (spec.argv.empty() || spec.argv[0].empty())
    return base::fail(base::Code::invalid, "no program given to start");
  const std::string& name = spec.argv[0];
  if (name.find('/') != std::string::npos) {
    const std::string path = base::join(spec.cwd, name);
    if (!base::exists(path)) return base::fail(base::Code::not_found, "no such program: " + name);
    if (!is_program(path)) return base::fail(base::Code::denied, "not an executable program: " + name);
    return name;
  }
  const auto found = spec.env.find("PATH");
  std::string_view rest = found != spec.env.end() ? std::string_view(found->second) : "/usr/bin:/bin";
  bool denied = false;
  while (true) {
    const auto colon = rest.find(':');
    const auto folder = rest.substr(0, colon);
    // An empty entry means the working folder: a program that a repository could plant there.
    if (!folder.empty()) {
      const std::string path = base::join(folder, name);
      const std::string seen = base::join(spec.cwd, path);
      if (is_program(seen)) return path;
      denied = denied || (base::exists(seen) && !base::is_dir(seen));
    }
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  if (denied) return base::fail(base::Code::denied, "not an executable program: " + name);
  return base::fail(base::Code::not_found, "no such program in PATH: " + name);
}

// ---- ptys ----

struct Pty {
  base::Fd master;
  std::string slave;
};

base::Result<Pty> open_pty(unsigned columns, unsigned rows) {
  Pty pty;
  pty.master.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!pty.master || ::grantpt(pty.master.get()) != 0 || ::unlockpt(pty.master.get()) != 0)
    return base::fail_errno("cannot make a pseudo terminal");
  std::array<char, 64> name{};
  if (const int error = ::ptsname_r(pty.master.get(), name.data(), name.size()); error != 0)
    return base::fail_errno("cannot make a pseudo terminal", error);
  pty.slave = name.data();
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = static_cast<unsigned short>(rows);
  if (::ioctl(pty.master.get(), TIOCSWINSZ, &size) != 0)
    return base::fail_errno("cannot set the size of a pseudo terminal");
  return pty;
}

// ---- posix_spawn ----

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  void open(int fd, const char* path, int flags) {
    note(::posix_spawn_file_actions_addopen(&actions_, fd, path, flags, 0));
  }
  void dup(int from, int to) { note(::posix_spawn_file_actions_adddup2(&actions_, from, to)); }
  void chdir(const std::string& path) {
    note(::posix_spawn_file_actions_addchdir_np(&actions_, path.c_str()));
  }
  void close_from(int fd) { note(::posix_spawn_file_actions_addclosefrom_np(&actions_, fd)); }
  [[nodiscard]] int error() const { return error_; }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void note(int error) {
    if (error_ == 0) error_ = error;
  }
  posix_spawn_file_actions_t actions_{};
  int error_ = 0;
};

class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t all, none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (auto& each : strings) out.push_back(each.data());
  out.push_back(nullptr);
  return out;
}

base::Result<pid_t> spawn(const std::string& program, const ProcessSpec& spec, const FileActions& actions) {
  static const Attributes attributes;
  std::vector<std::string> arguments = spec.argv, environment;
  environment.reserve(spec.env.size());
  for (const auto& [name, value] : spec.env) environment.push_back(name + "=" + value);
  const auto argv = pointers(arguments), env = pointers(environment);
  pid_t pid = -1;
  int error = actions.error();
  if (error == 0)
    error = ::posix_spawn(&pid, program.c_str(), actions.get(), attributes.get(), argv.data(), env.data());
  if (error == ENOEXEC)
    return base::fail(base::Code::unsupported, "not a program for this machine (and without #!): " + program);
  if (error == E2BIG)
    return base::fail(base::Code::too_big, "cannot start " + spec.argv[0] + ": arguments and environment are too long");
  if (error != 0) return base::fail_errno("cannot start " + spec.argv[0], error);
  return pid;
}

ExitStatus status_of(const siginfo_t& info) {
  ExitStatus status;
  if (info.si_code == CLD_EXITED) {
    status.code = info.si_status;
  } else {
    status.signal = info.si_status;
    status.code = 128 + info.si_status;
  }
  return status;
}

// ---- the end of a child ----

constexpr Millis k_look_again{5};

/// Waits for one child on its pidfd. Lives until the child is reaped, also when nobody asks any
/// more: the pending wait on the loop owns it.
class Child : public std::enable_shared_from_this<Child> {
 public:
  Child(const asio::any_io_executor& executor, pid_t pid, base::Fd pidfd)
      : pid_(pid), pidfd_(executor, pidfd.release()), ended_event_(executor), again_(executor) {}
  ~Child() {
    // Only a loop that is destroyed leaves one unreaped here; it has been killed before.
    if (!reaped_) ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;

  void watch() {
    pidfd_.async_wait(Stream::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
      if (error) return;
      self->look();
      if (!self->ended_) self->look_again();
    });
  }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::optional<ExitStatus>& ended() {
    if (!ended_) look();
    return ended_;
  }
  Task<> wait_event() { return ended_event_.wait(); }

  /// Kills the group; the child is reaped now or when it has ended.
  void abandon() {
    ::kill(-pid_, SIGKILL);
    abandoned_ = true;
    look();
    if (ended_) reap();
  }

 private:
  /// Woken, and the child is not to be waited for yet (it is being traced, or the wake-up was for nothing): the wake-up is
  /// not repeated by itself.
  void look_again() {
    again_.expires_after(k_look_again);
    again_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error && !self->reaped_) self->watch();
    });
  }
  void look() {
    if (ended_) return;
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
      return;
    ended_ = status_of(info);
    ended_event_.notify();
    if (abandoned_) reap();
  }
  void reap() {
    if (reaped_) return;
    reaped_ = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
    boost::system::error_code ignored;   // the pending wait, if any, lets go of this object
    if (reaped_) pidfd_.close(ignored);  // NOLINT(bugprone-unused-return-value)
  }

  pid_t pid_;
  Stream pidfd_;
  Event ended_event_;
  asio::steady_timer again_;
  std::optional<ExitStatus> ended_;
  bool abandoned_ = false, reaped_ = false;
};

// ---- Process ----

class SpawnedProcess final : public Process {
 public:
  SpawnedProcess(std::shared_ptr<Child> child, std::unique_ptr<ChildIo> ends)
      : child_(std::move(child)), io_(std::move(ends)) {
    child_->watch();
  }
  ~SpawnedProcess() override {
    // A child that ended by itself, with nobody left at its output, has left at most its own group:
    // the common case, which need not search /proc.
    if (!child_->ended() || !io_->out_ended()) signal_session(child_->pid(), SIGKILL);
    child_->abandon();
  }

  int pid() const override { return child_->pid(); }
  Task<base::Result<std::string>> read_out() override { return io_->read_out(); }
  Task<base::Result<std::string>> read_err() override { return io_->read_err(); }
  Task<base::Result<>> write_in(std::string bytes) override { return io_->write_in(std::move(bytes)); }
  void close_in() override { io_->close_in(); }
  Task<base::Result<ExitStatus>> wait() override;
  std::optional<ExitStatus> ended() const override { return child_->ended(); }
  bool has_processes() const override { return session_is_alive(child_->pid()); }
  void signal_group(int signal) override { signal_session(child_->pid(), signal); }
  Task<> end_group(Millis grace) override { return shielded(end_group_now(grace)); }
  void kill_with_holders() {
    signal_group(SIGKILL);
    kill_holders(io_->out_fd());
  }

 private:
  Task<> end_group_now(Millis grace);

  std::shared_ptr<Child> child_;
  std::unique_ptr<ChildIo> io_;
};

Task<base::Result<ExitStatus>> SpawnedProcess::wait() {
  const auto child = child_;
  while (!child->ended()) {
    const bool cancelled = co_await is_cancelled();
    if (cancelled) co_return base::fail(cancelled_error());
    co_await child->wait_event();
  }
  co_return *child->ended();
}

Task<> SpawnedProcess::end_group_now(Millis grace) {
  const auto child = child_;
  const auto deadline = base::steady_ms() + grace.count();
  signal_group(SIGTERM);
  signal_group(SIGCONT);   // a stopped process does not see the other one
  auto pause = Millis(1);
  while (base::steady_ms() < deadline && session_is_alive(child->pid())) {
    const auto slept = co_await sleep(pause);
    if (!slept) break;
    pause = std::min(pause * 2, Millis(20));
  }
  signal_group(SIGKILL);
  while (!child->ended()) co_await child->wait_event();
}

base::Result<> check_cwd(const std::string& cwd) {
  if (cwd.empty() || base::is_dir(cwd)) return {};
  return base::fail(base::Code::invalid, "no such folder to work in: " + cwd);
}

}  // namespace

void kill_with_holders(Process& process) {
  if (auto* const spawned = dynamic_cast<SpawnedProcess*>(&process)) return spawned->kill_with_holders();
  process.signal_group(SIGKILL);   // a sandbox's: nothing leaves that
}

base::Result<std::unique_ptr<Process>> Process::start(Loop& loop, ProcessSpec spec) {
  TRY_DO(check_cwd(spec.cwd));
  TRY(const auto program, find_program(spec));
  FileActions actions;
  PipeEnds out, err, in;
  Pty pty;
  if (spec.terminal == Terminal::pty) {
    TRY(pty, open_pty(spec.columns, spec.rows));
    actions.open(0, pty.slave.c_str(), O_RDWR);
    actions.dup(0, 1);
    actions.dup(0, 2);
  } else {
    if (spec.open_stdin) {
      TRY(in, open_pipe(PipeTo::child));
      actions.dup(in.childs.get(), 0);
    } else {
      actions.open(0, "/dev/null", O_RDONLY);
    }
    TRY(out, open_pipe(PipeTo::us));
    if (!spec.merge_stderr) {
      TRY(err, open_pipe(PipeTo::us));
    }
    actions.dup(out.childs.get(), 1);
    actions.dup(spec.merge_stderr ? out.childs.get() : err.childs.get(), 2);
  }
  if (!spec.cwd.empty()) actions.chdir(spec.cwd);
  actions.close_from(3);
  TRY(const pid_t pid, spawn(program, spec, actions));

  base::Fd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!pidfd) {
    const int error = errno;
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return base::fail_errno("cannot watch a process", error);
  }
  auto ours = std::make_unique<ChildIo>(loop);
  if (spec.terminal == Terminal::pty) {
    if (auto taken = ours->take_pty(std::move(pty.master)); !taken) {
      ::kill(-pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      return base::fail(taken.error());
    }
  } else {
    if (in.ours) ours->take_in(std::move(in.ours));
    ours->take_out(std::move(out.ours));
    if (err.ours) ours->take_err(std::move(err.ours));
  }
  auto child = std::make_shared<Child>(executor_of(loop), pid, std::move(pidfd));
  return std::make_unique<SpawnedProcess>(std::move(child), std::move(ours));
}

}  // namespace io

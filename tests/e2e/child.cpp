#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <thread>

#include "base/file.h"

namespace e2e {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

struct Pipe {
  base::Fd read, write;
  bool open() {
    int fds[2];
    if (::pipe2(fds, O_CLOEXEC) != 0) return false;
    read = base::Fd(fds[0]);
    write = base::Fd(fds[1]);
    return true;
  }
};

/// Reads what is there; false at the end of the stream.
bool drain(const base::Fd& fd, std::string& out) {
  char bytes[65536];
  const ssize_t n = ::read(fd.get(), bytes, sizeof bytes);
  if (n > 0) out.append(bytes, static_cast<std::size_t>(n));
  return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

}  // namespace

base::Result<ChildResult> run_child(const ChildSpec& spec) {
  Pipe in, out, err;
  if (!in.open() || !out.open() || !err.open()) return base::fail_errno("cannot make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&actions, in.read.get(), 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.write.get(), 1);
  ::posix_spawn_file_actions_adddup2(&actions, err.write.get(), 2);
  ::posix_spawn_file_actions_addchdir_np(&actions, spec.cwd.c_str());
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> argv;
  for (const auto& arg : spec.argv) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  std::vector<std::string> pairs;
  for (const auto& [name, value] : spec.env) pairs.push_back(name + "=" + value);
  std::vector<char*> env;
  for (const auto& pair : pairs) env.push_back(const_cast<char*>(pair.c_str()));
  env.push_back(nullptr);
  pid_t pid = -1;
  const auto start = Clock::now();
  const int failed = ::posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), env.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (failed != 0) return base::fail_errno("cannot run " + spec.argv[0], failed);
  in.read.reset();
  out.write.reset();
  err.write.reset();
  // Inputs of scenarios are small: less than a pipe holds.
  (void)!::write(in.write.get(), spec.input.data(), spec.input.size());
  in.write.reset();

  ChildResult result;
  Clock::time_point signalled;
  bool open_out = true, open_err = true, ended = false;
  int status = 0;
  // The child's end is what counts: a grandchild that keeps the pipes open must not hold us up
  // (leftovers() finds it).
  while (!ended) {
    pollfd fds[2] = {{open_out ? out.read.get() : -1, POLLIN, 0}, {open_err ? err.read.get() : -1, POLLIN, 0}};
    ::poll(fds, 2, 2);
    if (fds[0].revents != 0) open_out = drain(out.read, result.out);
    if (fds[1].revents != 0) open_err = drain(err.read, result.err);
    ended = ::waitpid(pid, &status, WNOHANG) == pid;
    if (!ended && spec.when && !result.signalled && spec.when(result.out, result.err, since(start))) {
      signalled = Clock::now();
      result.signalled = true;
      ::kill(pid, spec.signal);
    }
    if (!ended && since(start) > spec.limit) {
      result.timed_out = true;
      ::kill(-pid, SIGKILL);
      ::waitpid(pid, &status, 0);
      ended = true;
    }
  }
  result.took = since(start);
  if (result.signalled) result.after_signal = since(signalled);
  result.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  for (auto* part : {&out, &err}) {
    ::fcntl(part->read.get(), F_SETFL, O_NONBLOCK);
    std::string& text = part == &out ? result.out : result.err;
    for (std::size_t before = text.size() + 1; before != text.size();) {
      before = text.size();
      drain(part->read, text);
    }
  }
  return result;
}

std::vector<std::string> leftovers(const std::string& mark, milliseconds limit) {
  const auto start = Clock::now();
  std::vector<std::string> left;
  bool killed = false;
  for (;;) {
    std::vector<std::pair<pid_t, std::string>> found;
    const auto names = base::list_dir("/proc");
    for (const auto& name : names ? *names : std::vector<std::string>()) {
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      const auto env = base::read_file("/proc/" + name + "/environ");
      if (!env || (std::string(1, '\0') + *env).find(std::string(1, '\0') + mark + std::string(1, '\0')) == std::string::npos)
        continue;
      auto line = base::read_file("/proc/" + name + "/cmdline");
      // A zombie has no command line: it is gone, only its parent has not looked yet.
      if (!line || line->empty()) continue;
      std::replace(line->begin(), line->end(), '\0', ' ');
      found.emplace_back(std::stoi(name), *line);
    }
    if (found.empty()) return left;
    if (!killed && since(start) >= limit) {
      for (const auto& [pid, line] : found) {
        ::kill(pid, SIGKILL);
        left.push_back(line);
      }
      killed = true;
    }
    if (since(start) > limit + milliseconds(5000)) return left;   // not even SIGKILL ends them
    std::this_thread::sleep_for(milliseconds(5));   // there is nothing to wait on but /proc
  }
}

}  // namespace e2e

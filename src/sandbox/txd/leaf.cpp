// The leaf locks itself in while nobody waits for it (a prepared slot stands here), then takes the order
// and becomes the program. After the first line of confine() it can do no more than the command can, so
// what it reads and opens afterwards (the working folder, PATH, the terminal) is seen with the command's
// rights.
#include "txd/leaf.h"

#include <linux/close_range.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/paths.h"
#include "txd/confine.h"
#include "txd/namespaces.h"
#include "txd/sys.h"
#include "wire.h"

namespace sandbox::txd {

namespace {

using base::Code;

[[noreturn]] void give_up(const LeafSpec& spec, const base::Error& error) {
  (void)send_packet(spec.control, packet_of(error));
  (void)send_packet(spec.status, packet_of(error));
  ::_exit(127);
}

bool is_restricted(const World& world) { return !world.options.is_full && world.options.mode != Mode::none; }

Sockets sockets_of(const World& world) {
  if (world.options.network == Network::on) return Sockets::all;
  return world.has_namespaces ? Sockets::local : Sockets::none;
}

base::Result<> confine(const LeafSpec& spec) {
  if (!is_restricted(spec.world)) return {};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return step_failed("no_new_privs", errno);
  if (!drop_capabilities(spec.world.is_root)) return step_failed("dropping capabilities", errno);
  if (spec.rules && ::syscall(SYS_landlock_restrict_self, spec.rules.get(), 0) != 0)
    return step_failed("Landlock", errno);
  const int listener = install_seccomp(sockets_of(spec.world), spec.watch_renames);
  if (listener < 0) return step_failed("seccomp", errno);
  if (spec.watch_renames) {
    const base::Fd owned(listener);
    if (!send_packet(spec.status, packet_of(Kind::ok), std::span(&listener, 1)))
      return step_failed("seccomp listener", errno);
  }
  return {};
}

/// A pty of the box' own; its master goes out, its slave becomes the terminal.
base::Result<> take_pty(const LeafSpec& spec, const Order& order) {
  const base::Fd master(::open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
  int unlock = 0;
  if (!master || ::ioctl(master.get(), TIOCSPTLCK, &unlock) != 0)
    return step_failed("pseudo terminal", errno);
  winsize size{};
  size.ws_col = static_cast<unsigned short>(order.columns);
  size.ws_row = static_cast<unsigned short>(order.rows);
  (void)::ioctl(master.get(), TIOCSWINSZ, &size);
  const base::Fd slave(::ioctl(master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY));
  if (!slave || ::ioctl(slave.get(), TIOCSCTTY, 0) != 0) return step_failed("controlling terminal", errno);
  for (int fd = 0; fd < 3; ++fd)
    if (::dup2(slave.get(), fd) < 0) return step_failed("pseudo terminal", errno);
  const int out = master.get();
  if (!send_packet(spec.control, packet_of(Kind::terminal), std::span(&out, 1)))
    return step_failed("pseudo terminal", errno);
  return {};
}

base::Result<> take_stdio(const LeafSpec& spec, const Order& order, const std::vector<base::Fd>& fds) {
  if (order.pty) return take_pty(spec, order);
  if (fds.size() < 4) return base::fail(Code::protocol, "an order without descriptors");
  for (int fd = 0; fd < 3; ++fd)
    if (::dup2(fds[static_cast<std::size_t>(fd) + 1].get(), fd) < 0) return base::fail_errno("cannot set up stdio");
  return {};
}

/// The helper started with all signals at their defaults; it and the init have changed these.
void reset_signals() {
  for (const int signal : {SIGCHLD, SIGPIPE}) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (auto& each : strings) out.push_back(each.data());
  out.push_back(nullptr);
  return out;
}

std::string_view path_of(const std::vector<std::string>& env) {
  for (const auto& each : env)
    if (each.starts_with("PATH=")) return std::string_view(each).substr(5);
  return "/usr/bin:/bin";
}

base::Error exec_error(const std::string& name, const std::string& path, int error) {
  struct stat info{};
  if (error == ENOENT && ::stat(path.c_str(), &info) == 0)
    return {Code::unsupported, "cannot start " + name + ": its interpreter or loader is missing"};
  if (error == ENOENT || error == ENOTDIR) return {Code::not_found, "no such program: " + name};
  if (error == EACCES || error == EPERM || error == EISDIR) return {Code::denied, "not an executable program: " + name};
  if (error == ENOEXEC)
    return {Code::unsupported, "not a program for this machine (and without #!): " + path};
  if (error == E2BIG) return {Code::too_big, "cannot start " + name + ": arguments and environment are too long"};
  return base::fail_errno("cannot start " + name, error).value();
}

/// As execvp with the order's PATH, without the working folder for an empty entry: a program that a
/// repository could plant there.
base::Error exec(Order& order) {
  const auto argv = pointers(order.argv), env = pointers(order.env);
  const std::string& name = order.argv[0];
  if (name.find('/') != std::string::npos) {
    ::execve(name.c_str(), argv.data(), env.data());
    return exec_error(name, name, errno);
  }
  const std::string folders(path_of(order.env));
  std::string_view rest = folders;
  bool denied = false;
  while (true) {
    const auto colon = rest.find(':');
    const auto folder = rest.substr(0, colon);
    if (!folder.empty()) {
      const std::string path = base::join(folder, name);
      ::execve(path.c_str(), argv.data(), env.data());
      const int error = errno;
      denied = denied || ((error == EACCES || error == EISDIR) && base::exists(path) && !base::is_dir(path));
      if (error != ENOENT && error != ENOTDIR && error != EACCES && error != EISDIR) return exec_error(name, path, error);
      struct stat info{};
      if (error == ENOENT && ::stat(path.c_str(), &info) == 0) return exec_error(name, path, error);
    }
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  if (denied) return {Code::denied, "not an executable program: " + name};
  return {Code::not_found, "no such program in PATH: " + name};
}

/// Where there are no namespaces the terminals of the host, which the rules do not allow, are needed
/// first; and the rules are made anew for each command, so that nothing is won by being early.
bool confines_first(const LeafSpec& spec) { return spec.world.has_namespaces; }

base::Error become_program(const LeafSpec& spec, Order& order, const std::vector<base::Fd>& fds) {
  if (order.argv.empty() || order.argv[0].empty()) return {Code::invalid, "no program given to start"};
  if (auto taken = take_stdio(spec, order, fds); !taken) return taken.error();
  if (!confines_first(spec))
    if (auto done = confine(spec); !done) return done.error();
  if (!order.cwd.empty() && ::chdir(order.cwd.c_str()) != 0)
    return {Code::invalid, "no such folder to work in: " + order.cwd};
  if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0) return base::fail_errno("close_range").value();
  if (!spec.world.options.is_full && !spec.memory_is_grouped && !set_memory_limit(spec.world.options.limits))
    return base::fail_errno("cannot limit the memory of a command").value();
  return exec(order);
}

}  // namespace

void run_leaf(LeafSpec spec) {
  if (::setsid() < 0) give_up(spec, {Code::io, "setsid failed"});
  // Where there is no pid namespace that would end with the init.
  if (!spec.world.has_pids) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  reset_signals();
  if (!spec.world.options.is_full && !set_limits(spec.world.options.limits))
    give_up(spec, base::fail_errno("cannot set the limits of a command").value());
  if (confines_first(spec))
    if (auto done = confine(spec); !done) give_up(spec, done.error());
  const Received received = receive_packet(spec.control);
  if (received.what != Received::What::packet || received.packet.kind != Kind::run || received.fds.empty())
    ::_exit(126);   // nobody wants this slot any more
  auto order = unpack_order(received.fds[0].get());
  if (!order) give_up(spec, order.error());
  give_up(spec, become_program(spec, *order, received.fds));
}

}  // namespace sandbox::txd

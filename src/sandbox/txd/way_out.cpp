#include "txd/way_out.h"

#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "relay.h"
#include "txd/confine.h"
#include "txd/namespaces.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

constexpr unsigned short k_port = 3128;   // box.cpp names it in the environment of commands

[[noreturn]] void become_relay(int broker, int listener) {
  // The two descriptors, and no other: least of all the helper's socket.
  std::array<int, 2> kept{broker, listener};
  if (kept[0] > kept[1]) std::swap(kept[0], kept[1]);
  const auto close_between = [](unsigned from, unsigned to) {
    if (from <= to) ::close_range(from, to, 0);
  };
  close_between(3, static_cast<unsigned>(kept[0]) - 1);
  close_between(static_cast<unsigned>(kept[0]) + 1, static_cast<unsigned>(kept[1]) - 1);
  close_between(static_cast<unsigned>(kept[1]) + 1, ~0U);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::prctl(PR_SET_NAME, "plumb-relay");
  bound_capabilities(false);
  const bool confined = drop_capabilities(false) && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                        install_seccomp(Sockets::local, false) == 0;
  if (!confined) ::_exit(1);
  // Last, since a change of rights takes them back.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_DUMPABLE, 0);
  serve_relay(broker, listener);
}

}  // namespace

base::Result<Way> Way::open(const std::string& broker) {
  Way way;
  way.broker_.reset(::open(broker.c_str(), O_PATH | O_CLOEXEC));
  struct stat info{};
  if (!way.broker_ || ::fstat(way.broker_.get(), &info) != 0 || !S_ISSOCK(info.st_mode))
    return base::fail(base::Code::invalid, "no broker's socket at '" + broker + "'");
  return way;
}

base::Result<> Way::listen() {
  listener_.reset(listen_for_relay(k_port));
  if (!listener_) return step_failed("network: the relay's port", errno);
  return {};
}

base::Result<> Way::serve() {
  const pid_t child = fork_with(0);
  if (child < 0) return step_failed("network: the relay", errno);
  if (child == 0) become_relay(broker_.get(), listener_.get());
  listener_.reset();
  broker_.reset();
  return {};
}

}  // namespace sandbox::txd

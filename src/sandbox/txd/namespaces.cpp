// An ordinary user may map one id: his own. Root maps all that it has, identically, so that files keep
// their owners and a command may chown; that map must be written from outside, by a process with rights
// over the parent namespace, hence the child that waits for us to be in.
#include "txd/namespaces.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "txd/sys.h"

namespace sandbox::txd {

tl::unexpected<base::Error> step_failed(std::string_view step, int error) {
  return base::fail(base::Code::unsupported, std::string(step) + ": " + std::strerror(error));
}

namespace {

/// "0 0 4294967295\n" from "         0   0 4294967295\n": each range onto itself.
std::string identity_map(const char* path) {
  std::string map;
  const auto text = base::read_file(path);
  if (!text) return map;
  std::size_t at = 0;
  unsigned long inside = 0, outside = 0, count = 0;
  int length = 0;
  while (std::sscanf(text->c_str() + at, "%lu %lu %lu%n", &inside, &outside, &count, &length) == 3) {
    map += std::to_string(inside) + " " + std::to_string(inside) + " " + std::to_string(count) + "\n";
    at += static_cast<std::size_t>(length);
  }
  return map;
}

bool write_maps_of(pid_t pid, const std::string& uids, const std::string& gids) {
  const std::string folder = "/proc/" + std::to_string(pid);
  return write_whole(AT_FDCWD, (folder + "/uid_map").c_str(), uids) &&
         write_whole(AT_FDCWD, (folder + "/gid_map").c_str(), gids);
}

bool map_own_ids(uid_t uid, gid_t gid) {
  const std::string u = std::to_string(uid), g = std::to_string(gid);
  return write_whole(AT_FDCWD, "/proc/self/setgroups", "deny") &&
         write_whole(AT_FDCWD, "/proc/self/uid_map", u + " " + u + " 1\n") &&
         write_whole(AT_FDCWD, "/proc/self/gid_map", g + " " + g + " 1\n");
}

/// A process that stays outside, waits, and writes the maps of this one.
class MapWriter {
 public:
  bool start() {
    const std::string uids = identity_map("/proc/self/uid_map"), gids = identity_map("/proc/self/gid_map");
    std::array<int, 2> fds{};
    if (uids.empty() || gids.empty() || ::pipe2(fds.data(), O_CLOEXEC) != 0) return false;
    const base::Fd wait(fds[0]);
    go_.reset(fds[1]);
    const pid_t us = ::getpid();
    pid_ = fork_with(0);
    if (pid_ == 0) {
      go_.reset();
      char byte = 0;
      const bool told = ::read(wait.get(), &byte, 1) == 1;
      ::_exit(told && write_maps_of(us, uids, gids) ? 0 : 1);
    }
    return pid_ > 0;
  }
  bool finish(bool write) {
    if (pid_ <= 0) return false;
    const bool told = !write || ::write(go_.get(), "g", 1) == 1;
    go_.reset();
    int status = 1;
    ::waitpid(pid_, &status, 0);
    return told && write && status == 0;
  }

 private:
  pid_t pid_ = -1;
  base::Fd go_;
};

bool lift_loopback() {
  const base::Fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  return socket && ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

}  // namespace

base::Result<> enter_namespaces(Network network) {
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();
  MapWriter writer;
  const bool all_ids = uid == 0 && writer.start();
  int flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  if (network != Network::on) flags |= CLONE_NEWNET;
  if (::unshare(flags) != 0) {
    const int error = errno;
    if (all_ids) writer.finish(false);
    return step_failed("user namespace: unshare", error);
  }
  const bool mapped = (all_ids && writer.finish(true)) || map_own_ids(uid, gid);
  if (!mapped) return step_failed("user namespace: mapping of user and group ids", errno);
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return step_failed("mount namespace: private mounts", errno);
  if (network != Network::on && !lift_loopback()) return step_failed("network namespace: loopback", errno);
  return {};
}

}  // namespace sandbox::txd

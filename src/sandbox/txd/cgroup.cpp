// A group may hold either processes or limits for groups below it. So the box gets a group with one for
// the helper and one for each command. Where it can be made: as root anywhere; as a user below the first
// ancestor whose controllers were handed down to him (systemd-run --user -p Delegate=yes, a terminal that
// is a unit of the user's). Moving there needs write access to the common ancestor, which only trying
// tells.
//
// Everything is opened before the mounts become read-only. Empty groups of commands are removed when the
// next is made; the box' own by plumb when the box ends (box.cpp).
#include "txd/cgroup.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/paths.h"
#include "txd/namespaces.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

/// Of a line of mountinfo: "id parent device ROOT PLACE options ... - TYPE source options".
struct Mount {
  std::string root, place;
};

bool find_mount(Mount& mount) {
  const auto text = base::read_file("/proc/self/mountinfo").value_or("");
  const auto at = text.find(" - cgroup2 ");
  if (at == std::string::npos) return false;
  auto begin = text.rfind('\n', at);
  begin = begin == std::string::npos ? 0 : begin + 1;
  std::string fields[5];
  for (auto& field : fields) {
    const auto end = text.find(' ', begin);
    field = text.substr(begin, end - begin);
    begin = end + 1;
  }
  mount = {fields[3], fields[4]};
  return true;
}

/// The folder of this process' group, or "".
std::string own_folder(const Mount& mount) {
  const auto text = base::read_file("/proc/self/cgroup").value_or("");
  const auto at = text.find("0::/");
  if (at == std::string::npos) return "";
  const std::string path = text.substr(at + 3, text.find('\n', at) - at - 3);
  if (!base::is_within(path, mount.root)) return "";
  const std::string below = base::relative(path, mount.root);
  return below == "." ? mount.place : base::join(mount.place, below);
}

bool hands_down(const std::string& folder) {
  const auto text = " " + base::read_file(folder + "/cgroup.subtree_control").value_or("");
  return text.find(" memory") != std::string::npos && text.find(" pids") != std::string::npos;
}

std::string limit(std::uint64_t value) { return value > 0 ? std::to_string(value) : "max"; }

}  // namespace

base::Result<BoxGroup> BoxGroup::enter(const Limits& limits) {
  Mount mount;
  if (!find_mount(mount)) return base::fail(base::Code::unsupported, "cgroup: no cgroup v2 is mounted");
  std::string folder = own_folder(mount);
  while (!folder.empty() && !hands_down(folder)) {
    if (folder == mount.place) folder.clear();
    else folder = base::parent(folder);
  }
  if (folder.empty())
    return base::fail(base::Code::unsupported, "cgroup: no group here hands the controllers memory and pids down");
  BoxGroup group;
  group.path_ = base::join(folder, "plumb-" + std::to_string(::getpid()));
  if (::mkdir(group.path_.c_str(), 0755) != 0) return step_failed("cgroup: " + group.path_, errno);
  group.folder_.reset(::open(group.path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const int fd = group.folder_.get();
  if (!write_whole(fd, "pids.max", limit(limits.processes)) || !write_whole(fd, "cgroup.procs", "0")) {
    const int error = errno;
    ::rmdir(group.path_.c_str());
    return step_failed("cgroup: " + group.path_, error);
  }
  return group;
}

base::Result<> BoxGroup::split() {
  const int fd = folder_.get();
  if (::mkdirat(fd, "helper", 0755) != 0 || !write_whole(fd, "helper/cgroup.procs", "0") ||
      !write_whole(fd, "cgroup.subtree_control", "+memory +pids"))
    return step_failed("cgroup: " + path_, errno);
  return {};
}

base::Result<base::Fd> BoxGroup::make_next(const Limits& limits) {
  const auto name_of = [](int number) { return "c" + std::to_string(number); };
  // In order, as far as they have ended: one that runs for long keeps the later ones for later.
  while (removed_ < number_ && (::unlinkat(folder_.get(), name_of(removed_ + 1).c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT))
    ++removed_;
  const std::string name = name_of(++number_);
  if (::mkdirat(folder_.get(), name.c_str(), 0755) != 0) return step_failed("cgroup: " + name, errno);
  const base::Fd made(::openat(folder_.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!write_whole(made.get(), "memory.max", limit(limits.memory))) return step_failed("cgroup: memory.max", errno);
  // Without swap accounting, or on older kernels, these are not there.
  (void)write_whole(made.get(), "memory.swap.max", "0");
  (void)write_whole(made.get(), "memory.oom.group", "1");
  base::Fd processes(::openat(made.get(), "cgroup.procs", O_WRONLY | O_CLOEXEC));
  if (!processes) return step_failed("cgroup: cgroup.procs", errno);
  return processes;
}

}  // namespace sandbox::txd

// Order is everything here:
// 1. what is needed from the host as it is, is cloned first, detached: the whole tree (for uppers),
//    the project, the writable folders, the harmless devices;
// 2. then one mount_setattr makes all that is attached read-only, without setuid and devices: it would
//    refuse if anything in this namespace were open for writing;
// 3. then /tmp, /run and /dev are covered by private ones, and hidden places by empty ones;
// 4. then the clones are put in place. What lay below a covered folder (a project in /tmp) gets its
//    path made anew in the cover;
// 5. then the covers that are no place to write are made read-only too.
#include "txd/tree.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/paths.h"
#include "txd/namespaces.h"
#include "txd/overlay.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

constexpr const char* k_devices[] = {"null", "zero", "full", "random", "urandom", "tty"};
constexpr const char* k_staging = "/run/.plumb";
constexpr std::uint64_t k_closed = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;

struct Clone {
  std::string place;
  base::Fd tree;
  bool is_folder = true;
};

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  return real ? real.get() : "";
}

/// Makes folders that are missing; those there, also on read-only mounts, are left as they are.
bool make_path(const std::string& folder) {
  if (base::is_dir(folder)) return true;
  if (folder.empty() || folder == "/") return true;
  return make_path(base::parent(folder)) && ::mkdir(folder.c_str(), 0755) == 0;
}

bool make_empty_file(const std::string& path, mode_t mode = 0000) {
  const base::Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, mode));
  return static_cast<bool>(fd);
}

base::Result<> mount_tmpfs(const std::string& place, const std::string& mode, std::uint64_t size,
                           unsigned long flags = MS_NOSUID | MS_NODEV) {
  std::string options = "mode=" + mode;
  if (size > 0) options += ",size=" + std::to_string(size);
  if (::mount("tmpfs", place.c_str(), "tmpfs", flags, options.c_str()) != 0)
    return step_failed("private " + place + ": mount", errno);
  return {};
}

base::Result<> build_dev(std::vector<Clone> devices, std::uint64_t tmp_size) {
  TRY_DO(mount_tmpfs("/dev", "0755", 1 << 20));
  for (const auto& device : devices) {
    if (!make_empty_file(device.place) || attach(device.tree.get(), device.place) != 0)
      return step_failed("private /dev: " + device.place, errno);
  }
  constexpr const char* links[][2] = {{"/proc/self/fd", "/dev/fd"},
                                      {"/proc/self/fd/0", "/dev/stdin"},
                                      {"/proc/self/fd/1", "/dev/stdout"},
                                      {"/proc/self/fd/2", "/dev/stderr"},
                                      {"pts/ptmx", "/dev/ptmx"}};
  for (const auto& link : links)
    if (::symlink(link[0], link[1]) != 0) return step_failed("private /dev: links", errno);
  ::mkdir("/dev/pts", 0755);
  ::mkdir("/dev/shm", 01777);
  if (::mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620") != 0)
    return step_failed("private /dev: pseudo terminals", errno);
  TRY_DO(mount_tmpfs("/dev/shm", "1777", tmp_size));
  if (set_attributes("/dev", MOUNT_ATTR_RDONLY, 0) != 0) return step_failed("private /dev: read-only", errno);
  return {};
}

/// Something empty over each hidden place, from one small file system: a folder and a file. They can be
/// read: a program goes on when there is nothing, but stops when it is refused (npm at its .npmrc).
class Covers {
 public:
  base::Result<> begin() {
    ::mkdir(k_staging, 0700);
    TRY_DO(mount_tmpfs(k_staging, "0755", 1 << 16, MS_NOSUID | MS_NODEV | MS_NOEXEC));
    if (::mkdir(folder_.c_str(), 0555) != 0 || !make_empty_file(file_, 0444) ||
        set_attributes(k_staging, MOUNT_ATTR_RDONLY, 0) != 0)
      return step_failed("hidden places", errno);
    return {};
  }
  /// `must_hold` = something will be put below it: then it is a file system of its own.
  base::Result<> put(const std::string& place, bool must_hold) {
    struct stat info{};
    if (::lstat(place.c_str(), &info) != 0) return {};   // not there, or below another cover
    if (must_hold) {
      own_.push_back(place);
      return mount_tmpfs(place, "0755", 1 << 20, MS_NOSUID | MS_NODEV | MS_NOEXEC);
    }
    const auto empty = clone_tree(S_ISDIR(info.st_mode) ? folder_ : file_, 0);
    if (!empty || attach(empty.get(), place) != 0) return step_failed("hidden place " + place, errno);
    return {};
  }
  base::Result<> end() {
    for (const auto& each : own_)
      if (set_attributes(each, MOUNT_ATTR_RDONLY, 0) != 0) return step_failed("hidden place " + each, errno);
    if (::umount2(k_staging, MNT_DETACH) != 0 || ::rmdir(k_staging) != 0) return step_failed("hidden places", errno);
    return {};
  }

 private:
  std::string folder_ = std::string(k_staging) + "/folder", file_ = std::string(k_staging) + "/file";
  std::vector<std::string> own_;
};

base::Result<Clone> clone_for(const std::string& place, const std::string& source, std::uint64_t more = 0) {
  auto tree = clone_tree(source);
  if (!tree) {
    if (errno == ENOENT) return base::fail(base::Code::invalid, "no such folder to show in the sandbox: " + source);
    return step_failed("clone of " + source, errno);
  }
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | more;
  if (::mount_setattr(tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof attributes) != 0)
    return step_failed("attributes of " + source, errno);
  return Clone{place, std::move(tree), base::is_dir(source)};
}

/// The project, the writable and the private folders.
base::Result<std::vector<Clone>> clone_all(const BoxOptions& options) {
  std::vector<Clone> clones;
  TRY(auto project, clone_for(options.project, options.project));
  clones.push_back(std::move(project));
  for (const auto& place : {options.around, options.repository}) {
    if (place.empty()) continue;
    TRY(auto clone, clone_for(place, place, MOUNT_ATTR_RDONLY));
    clones.push_back(std::move(clone));
  }
  for (const auto& place : options.writable) {
    TRY(auto clone, clone_for(place, place));
    clones.push_back(std::move(clone));
  }
  for (const auto& [place, folder] : options.shown_as) {
    TRY(auto clone, clone_for(place, folder));
    clones.push_back(std::move(clone));
  }
  // Names are looked up as this file says, which on many machines lies in /run.
  if (const auto resolver = real_path("/etc/resolv.conf");
      options.network == Network::on && base::is_within(resolver, "/run")) {
    TRY(auto clone, clone_for(resolver, resolver, MOUNT_ATTR_RDONLY));
    clones.push_back(std::move(clone));
  }
  return clones;
}

std::vector<Clone> clone_devices() {
  std::vector<Clone> devices;
  for (const char* name : k_devices) {
    const std::string path = std::string("/dev/") + name;
    auto tree = clone_tree(path, 0);
    if (tree) devices.push_back({path, std::move(tree), false});
  }
  return devices;
}

base::Result<> put_in_place(const Clone& clone) {
  const bool made = clone.is_folder ? make_path(clone.place)
                                    : make_path(base::parent(clone.place)) &&
                                          (base::exists(clone.place) || make_empty_file(clone.place));
  if (made && attach(clone.tree.get(), clone.place) == 0) return {};
  return base::fail(base::Code::invalid,
                    "cannot show " + clone.place + " in the sandbox (does it exist?): " + std::strerror(errno));
}

/// Something empty or something shown, put at a place.
struct Act {
  std::string place;
  const Clone* shows = nullptr;   ///< nothing = hides
};

/// Folders before what lies in them, and hiding before showing.
std::vector<Act> acts_of(const BoxOptions& options, const std::vector<Clone>& clones) {
  std::vector<std::string> hidden = options.hidden;
  if (!options.store.empty()) hidden.push_back(options.store);
  std::vector<Act> acts;
  for (const auto& each : hidden) {
    if (const auto real = real_path(each); !real.empty()) acts.push_back({real, nullptr});
  }
  for (const auto& each : clones) acts.push_back({each.place, &each});
  std::stable_sort(acts.begin(), acts.end(), [](const Act& a, const Act& b) { return a.place.size() < b.place.size(); });
  return acts;
}

base::Result<> perform(const std::vector<Act>& acts, const std::vector<Clone>& clones) {
  Covers covers;
  TRY_DO(covers.begin());
  for (const auto& act : acts) {
    if (act.shows != nullptr) {
      TRY_DO(put_in_place(*act.shows));
      continue;
    }
    const bool must_hold = std::any_of(clones.begin(), clones.end(), [&](const Clone& each) {
      return base::is_within(each.place, act.place);
    });
    TRY_DO(covers.put(act.place, must_hold));
  }
  return covers.end();
}

base::Result<> make_runtime_dir() {
  const std::string folder = "/run/user/" + std::to_string(::geteuid());
  if (!make_path("/run/user") || ::mkdir(folder.c_str(), 0700) != 0) return step_failed("private /run", errno);
  return {};
}

}  // namespace

std::vector<std::string> mounts_below(const std::string& folder) {
  std::vector<std::string> places;
  const auto text = base::read_file("/proc/self/mountinfo").value_or("");
  for (std::size_t at = 0; at < text.size();) {
    auto end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    // "36 35 98:0 /root /place options ...": spaces and the like are \040 in there.
    std::size_t field = at;
    for (int i = 0; i < 4 && field < end; ++i) field = text.find(' ', field) + 1;
    std::string place;
    for (; field < end && text[field] != ' '; ++field) {
      if (text[field] == '\\' && field + 3 < end) {
        place += static_cast<char>((text[field + 1] - '0') * 64 + (text[field + 2] - '0') * 8 + text[field + 3] - '0');
        field += 3;
      } else {
        place += text[field];
      }
    }
    if (place != folder && base::is_within(place, folder)) places.push_back(std::move(place));
    at = end + 1;
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

base::Result<> build_tree(World& world) {
  const BoxOptions& options = world.options;
  if (options.project.empty() || options.project == "/" || options.project[0] != '/')
    return base::fail(base::Code::invalid, "not a folder for a sandbox: '" + options.project + "'");
  if (::chdir("/") != 0) return step_failed("chdir /", errno);
  world.host = clone_tree("/");
  if (!world.host) return step_failed("mount namespace: clone of the tree", errno);
  if (!options.store.empty()) world.store = clone_tree(options.store, 0);
  world.below_on_host = mounts_below(options.project);
  TRY(const auto clones, clone_all(options));
  const auto acts = acts_of(options, clones);
  auto devices = clone_devices();
  if (set_attributes("/", k_closed, 0, AT_RECURSIVE) != 0)
    return step_failed("read-only tree: mount_setattr", errno);

  TRY_DO(mount_tmpfs("/tmp", "1777", options.limits.tmp));
  TRY_DO(mount_tmpfs("/run", "0755", options.limits.tmp));
  TRY_DO(make_runtime_dir());
  TRY_DO(build_dev(std::move(devices), options.limits.tmp));
  TRY_DO(perform(acts, clones));
  // Views that write clear this again, for their command alone.
  if (set_attributes(options.project, MOUNT_ATTR_RDONLY, 0) != 0) return step_failed("the project's mount", errno);
  world.below = mounts_below(options.project);
  return choose_layers(world);
}

}  // namespace sandbox::txd

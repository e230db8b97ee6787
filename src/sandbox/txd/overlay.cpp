// The layers of an overlay are given as descriptors of detached clones of the host's tree (Linux 6.15,
// and only in the outermost mount of a clone, hence one of the store): the upper is then never in sight.
// Older kernels want layers in the mount namespace of the caller: there the clone is attached at a place of ours, the layers are named as /proc/self/fd/N (no
// quoting, no length), and the place is detached again before the command starts.
//
// `volatile` because unmounting anything else syncs the whole file system of the upper, with the dirty
// pages of everybody (59 to 143 ms measured); durability is the business of whoever applies the upper.
// A folder with mounts of the host below it cannot be a lower at all: the kernel would have to show what
// those mounts hide. Then the view fails and names them.
//
// `userxattr` because an unprivileged mounter may not write trusted.*.
#include "txd/overlay.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/paths.h"
#include "txd/namespaces.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

constexpr const char* k_host_place = "/run/.plumb-host";
constexpr auto k_set_flag = FSCONFIG_SET_FLAG;
constexpr auto k_set_fd = FSCONFIG_SET_FD;

/// What the kernel wrote into the log of a mount that failed, or the error.
std::string reason_of(int context, int error) {
  char text[256] = {};
  const auto got = ::read(context, text, sizeof text - 1);
  if (got <= 2) return std::strerror(error);
  std::string reason(text + 2, static_cast<std::size_t>(got) - 2);   // after "e "
  while (!reason.empty() && reason.back() == '\n') reason.pop_back();
  return std::string(std::strerror(error)) + " (" + reason + ")";
}

struct Layers {
  base::Fd upper, work;
  std::vector<base::Fd> lowers;   // topmost first, the project last
};

/// Where layers are looked up.
struct Roots {
  int host = -1;
  int store = -1;
  const std::string& store_path;
};

base::Result<base::Fd> open_layer(const Roots& roots, const std::string& path) {
  const bool in_store = roots.store >= 0 && base::is_within(path, roots.store_path);
  auto fd = in_store ? open_in(roots.store, base::relative(path, roots.store_path), O_PATH | O_DIRECTORY)
                     : open_in(roots.host, path, O_PATH | O_DIRECTORY);
  if (!fd) return base::fail(base::Code::invalid, "no such folder for a view: " + path + ": " + std::strerror(errno));
  return fd;
}

/// One overlay: what lies over the folder at `place`.
struct Over {
  const std::string& place;
  const std::string &upper, &work;
  const std::vector<std::string>& lowers;
};

base::Result<Layers> open_layers(const Roots& roots, const Over& over) {
  Layers layers;
  TRY(layers.upper, open_layer(roots, over.upper));
  TRY(layers.work, open_layer(roots, over.work));
  for (const auto& each : over.lowers) {
    TRY(auto lower, open_layer(roots, each));
    layers.lowers.push_back(std::move(lower));
  }
  base::Fd own(::open(over.place.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!own) return step_failed("overlay: " + over.place, errno);
  layers.lowers.push_back(std::move(own));
  return layers;
}

base::Result<> mount_by_fd(const Layers& layers, const std::string& place) {
  const base::Fd context(::fsopen("overlay", FSOPEN_CLOEXEC));
  if (!context) return step_failed("overlay: fsopen", errno);
  bool good = ::fsconfig(context.get(), k_set_flag, "userxattr", nullptr, 0) == 0 &&
              ::fsconfig(context.get(), k_set_flag, "volatile", nullptr, 0) == 0;
  for (const auto& lower : layers.lowers)
    good = good && ::fsconfig(context.get(), k_set_fd, "lowerdir+", nullptr, lower.get()) == 0;
  good = good && ::fsconfig(context.get(), k_set_fd, "upperdir", nullptr, layers.upper.get()) == 0 &&
         ::fsconfig(context.get(), k_set_fd, "workdir", nullptr, layers.work.get()) == 0 &&
         ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0;
  if (!good) return base::fail(base::Code::unsupported, "overlay: " + reason_of(context.get(), errno));
  const base::Fd tree(::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
  if (!tree || attach(tree.get(), place) != 0) return step_failed("overlay: putting it in place", errno);
  return {};
}

base::Result<> mount_by_path(const Layers& layers, const std::string& place) {
  const auto name = [](const base::Fd& fd) { return "/proc/self/fd/" + std::to_string(fd.get()); };
  std::string options = "userxattr,volatile,upperdir=" + name(layers.upper) + ",workdir=" + name(layers.work) + ",lowerdir=";
  for (const auto& lower : layers.lowers) options += name(lower) + ":";
  options.pop_back();
  if (::mount("overlay", place.c_str(), "overlay", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
    return step_failed("overlay: mount", errno);
  return {};
}

base::Error mounts_in_the_way(const World& world) {
  std::string places;
  for (const auto& each : world.below_on_host) places += (places.empty() ? "" : ", ") + each;
  return {base::Code::unsupported,
          "overlay: an overlay cannot hold a project with something mounted below it (" + places + "): unmount it"};
}

/// All layers are opened before the first is used: if the folders are renamed meanwhile (a slot prepared
/// ahead), nothing was mounted yet and a fresh slot can be; a volatile overlay's work folder serves once.
base::Result<> put_over(const World& world, const std::vector<Over>& overs) {
  const base::Fd host(world.layers_by_path ? ::open(k_host_place, O_PATH | O_CLOEXEC) : -1);
  const Roots by_fd{world.host.get(), world.store.get(), world.options.store};
  const Roots by_path{host.get(), -1, world.options.store};
  std::vector<Layers> layers;
  for (const Over& over : overs) {
    TRY(auto opened, open_layers(world.layers_by_path ? by_path : by_fd, over));
    layers.push_back(std::move(opened));
  }
  for (std::size_t i = 0; i < overs.size(); ++i)
    TRY_DO(world.layers_by_path ? mount_by_path(layers[i], overs[i].place) : mount_by_fd(layers[i], overs[i].place));
  return {};
}

base::Result<> mount_overlay(const World& world, const View& view) {
  const std::string& project = world.options.project;
  if (!world.below_on_host.empty()) return base::fail(mounts_in_the_way(world));
  std::vector<base::Fd> below;   // what the overlay would show as empty folders
  for (const auto& each : world.below) below.push_back(clone_tree(each, 0));
  const std::vector<std::string> none;
  std::vector<Over> overs = {{project, view.upper, view.work, view.lowers}};
  if (!view.repository_upper.empty())
    overs.push_back({world.options.repository, view.repository_upper, view.repository_work, none});
  TRY_DO(put_over(world, overs));
  for (std::size_t i = 0; i < below.size(); ++i) {
    const bool placed = below[i] && attach(below[i].get(), world.below[i]) == 0;
    if (!placed && errno != ENOENT && errno != ENOTDIR)   // a layer has removed its place
      return step_failed("what is mounted at " + world.below[i], errno);
  }
  return {};
}

base::Result<> clear_read_only(const World& world) {
  if (set_attributes(world.options.project, 0, MOUNT_ATTR_RDONLY) != 0)
    return step_failed("the project's mount: writable", errno);
  return {};
}

}  // namespace

base::Result<> choose_layers(World& world) {
  // Two lower layers and no upper make an overlay too, and leave no trace.
  const Roots roots{world.host.get(), world.store.get(), world.options.store};
  const auto one = open_layer(roots, world.store ? world.options.store : "/");
  const base::Fd two(::open(world.options.project.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const base::Fd context(::fsopen("overlay", FSOPEN_CLOEXEC));
  const bool by_fd = one && two && context && !world.layers_by_path &&
                     ::fsconfig(context.get(), k_set_flag, "userxattr", nullptr, 0) == 0 &&
                     ::fsconfig(context.get(), k_set_fd, "lowerdir+", nullptr, one->get()) == 0 &&
                     ::fsconfig(context.get(), k_set_fd, "lowerdir+", nullptr, two.get()) == 0 &&
                     ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0;
  world.layers_by_path = !by_fd;
  if (by_fd) return {};
  if (::mkdir(k_host_place, 0700) != 0 || attach(world.host.get(), k_host_place) != 0)
    return step_failed("overlay: attaching the layers", errno);
  return {};
}

base::Result<> mount_view(const World& world, const View& view) {
  auto mounted = [&]() -> base::Result<> {
    if (view.kind == View::Kind::overlay) return mount_overlay(world, view);
    if (view.kind == View::Kind::real) return clear_read_only(world);
    return {};
  }();
  if (!mounted) return mounted;
  if (world.layers_by_path && ::umount2(k_host_place, MNT_DETACH) != 0)
    return step_failed("overlay: taking the layers out of sight", errno);
  return {};
}

base::Result<> mount_proc(std::uint64_t processes) {
  const base::Fd context(::fsopen("proc", FSOPEN_CLOEXEC));
  if (!context || ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
    return step_failed("private /proc: fsopen", errno);
  constexpr unsigned k_flags = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
  const base::Fd tree(::fsmount(context.get(), FSMOUNT_CLOEXEC, k_flags));
  if (!tree) return step_failed("private /proc: fsmount", errno);
  // A limit of pids binds root too, which RLIMIT_NPROC does not (Linux 6.14; elsewhere refused).
  if (processes > 0) (void)write_whole(tree.get(), "sys/kernel/pid_max", std::to_string(processes));
  mount_attr closed{};
  closed.attr_set = MOUNT_ATTR_RDONLY;
  if (::mount_setattr(tree.get(), "", AT_EMPTY_PATH, &closed, sizeof closed) != 0 || attach(tree.get(), "/proc") != 0)
    return step_failed("private /proc: putting it in place", errno);
  return {};
}

bool mount_proc_of_full() {
  return ::mount("none", "/proc", nullptr, MS_PRIVATE, nullptr) == 0 &&
         ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0;
}

}  // namespace sandbox::txd

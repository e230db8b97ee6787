// What is written through these folders lands in the user's tree and is judged by nobody, so they are
// looked at with care: each step of the path is opened from the one before, no link is followed, and
// what was opened is what is mounted and what Landlock allows, whoever renames things meanwhile.
//
// A repository's own folder is never among them: who may write to .git runs programs later, outside.
//
// What is missing is made through the host's tree, since in ours it cannot be; and only where ours shows
// the same folder as the host's, which it does not below something hidden.
#include "txd/writable.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/paths.h"
#include "txd/namespaces.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

using base::Code;
using base::Fd;

Fd step_into(int folder, const std::string& name) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return Fd(static_cast<int>(::syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how)));
}

bool is_same(int a, int b) {
  struct stat one{}, two{};
  return ::fstat(a, &one) == 0 && ::fstat(b, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/// The folder as the host has it, or a second descriptor of ours where there are no namespaces.
Fd on_host(const World& world, const std::string& path) {
  if (world.host) return open_in(world.host.get(), path, O_PATH | O_DIRECTORY);
  return Fd(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

tl::unexpected<base::Error> refused(const std::string& folder, const std::string& why) {
  return base::fail(Code::invalid, "a command cannot be given " + folder + " to write to: " + why);
}

base::Result<Fd> open_folder(const World& world, const std::string& folder) {
  const std::string& project = world.options.project;
  if (folder != base::normalize(folder) || folder == project || !base::is_within(folder, project))
    return refused(folder, "it is no folder in the project " + project);
  if (::strcasestr((folder + "/").c_str(), "/.git/") != nullptr) return refused(folder, "it belongs to a repository");
  Fd at(::open(project.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!at) return refused(folder, std::strerror(errno));
  std::string path = project;
  const std::string names = base::relative(folder, project);
  for (std::size_t begin = 0; begin < names.size();) {
    const auto end = std::min(names.find('/', begin), names.size());
    const std::string name = names.substr(begin, end - begin);
    begin = end + 1;
    Fd next = step_into(at.get(), name);
    if (!next && errno == ENOENT) {
      const Fd parent = on_host(world, path);
      if (!parent || !is_same(parent.get(), at.get())) return refused(folder, path + " is hidden");
      if (::mkdirat(parent.get(), name.c_str(), 0777) != 0 && errno != EEXIST)
        return refused(folder, std::string("it cannot be made: ") + std::strerror(errno));
      next = step_into(at.get(), name);
    }
    path = base::join(path, name);
    if (!next) return refused(folder, path + (errno == ELOOP ? " is a link" : std::string(": ") + std::strerror(errno)));
    at = std::move(next);
  }
  const Fd same = on_host(world, path);
  if (!same || !is_same(same.get(), at.get())) return refused(folder, "it is hidden");
  struct stat info{};
  if (::fstatat(at.get(), ".git", &info, AT_SYMLINK_NOFOLLOW) == 0) return refused(folder, "it holds a repository");
  return at;
}

/// What is hidden below it, or a file system of its own, stays as it is.
base::Result<> mount_over(const Fd& folder, const std::string& path) {
  const Fd tree(::open_tree(folder.get(), "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | 0x8000 /* AT_RECURSIVE */));
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  attributes.attr_clr = MOUNT_ATTR_RDONLY;
  if (!tree || ::mount_setattr(tree.get(), "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0 ||
      ::move_mount(tree.get(), "", folder.get(), "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0)
    return step_failed("the writable folder " + path, errno);
  return {};
}

}  // namespace

base::Result<std::vector<Fd>> open_writable(const World& world, const View& view) {
  std::vector<Fd> folders;
  if (view.writable.empty() || view.kind == View::Kind::real) return folders;
  if (view.kind != View::Kind::read_only)
    return base::fail(Code::invalid, "an overlay has no writable folders: all of it is");
  for (const auto& path : view.writable) {
    TRY(auto folder, open_folder(world, path));
    if (world.has_namespaces) TRY_DO(mount_over(folder, path));
    folders.push_back(std::move(folder));
  }
  return folders;
}

}  // namespace sandbox::txd

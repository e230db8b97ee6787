// Files over a tree, without touching the tree. In a copy that is a plain write. In an overlay's upper
// three things have to be said in the overlay's own language: what is not to be there is a whiteout
// (a character device 0:0), a folder that replaces one the upper hides must be opaque, and a folder
// that is only passed through must have the mode of the one below, which it would otherwise change.
//
// Paths come from a session's effects, and the trees from the session: links are never followed.

#include "shown.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/paths.h"
#include "base/try.h"

namespace workspace {
namespace {

using base::Code;

enum class Place : std::uint8_t { copy, upper };

/// The path as a list of names; none if it could lead out.
base::Result<std::vector<std::string>> names_of(const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    names.push_back(path.substr(at, end - at));
    at = end + 1;
    const std::string& name = names.back();
    if (name.empty() || name == "." || name == ".." || name.find('\0') != std::string::npos)
      return base::fail(Code::denied, "cannot show " + path + ": the path leads out of the project");
  }
  return names;
}

bool is_whiteout(const struct stat& st) { return S_ISCHR(st.st_mode) && st.st_rdev == ::makedev(0, 0); }

/// Removes whatever lies at `name` of `folder`.
base::Result<> clear(int folder, const std::string& folder_path, const std::string& name) {
  if (::unlinkat(folder, name.c_str(), 0) == 0 || errno == ENOENT) return {};
  if (errno != EISDIR && errno != EPERM) return base::fail_errno("cannot replace " + folder_path + "/" + name);
  return base::remove_all(base::join(folder_path, name));
}

/// Opens the folder `name`, made where it is missing.
base::Result<base::Fd> enter(int folder, const std::string& name, const std::string& path, const Rooted* lower) {
  struct stat st {};
  const bool there = ::fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0;
  const bool hidden = there && !S_ISDIR(st.st_mode);
  if (hidden && ::unlinkat(folder, name.c_str(), 0) != 0) return base::fail_errno("cannot replace " + path);
  if (!there || hidden) {
    mode_t mode = 0755;
    struct stat below {};
    if (lower != nullptr && ::fstatat(lower->fd(), path.c_str(), &below, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(below.st_mode))
      mode = below.st_mode & 07777;
    if (::mkdirat(folder, name.c_str(), mode | 0700) != 0) return base::fail_errno("cannot make the folder " + path);
  }
  base::Fd fd(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot open the folder " + path);
  // What the upper hid must not show through the new folder.
  if (hidden && is_whiteout(st) && lower != nullptr && ::fsetxattr(fd.get(), "user.overlay.opaque", "y", 1, 0) != 0)
    return base::fail_errno("cannot mark the folder " + path);
  return fd;
}

/// Whether nothing of the lower tree shows through this folder of an upper. A whiteout in such a folder
/// would hide nothing and be listed.
bool is_opaque(int folder) {
  char mark = 0;
  return ::fgetxattr(folder, "user.overlay.opaque", &mark, 1) == 1 && mark == 'y';
}

/// Whether `name` is hidden, or not there in a copy: then nothing below it is there.
bool is_absent(int folder, const std::string& name, const Rooted* lower) {
  struct stat st {};
  if (::fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) return lower == nullptr;
  return is_whiteout(st);
}

base::Result<> put(int folder, const std::string& name, const Shown& file) {
  if (file.kind == Kind::symlink) {
    if (::symlinkat(file.bytes->c_str(), folder, name.c_str()) != 0) return base::fail_errno("cannot make the link " + file.path);
    return {};
  }
  const base::Fd fd(::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd) return base::fail_errno("cannot write " + file.path);
  TRY_DO(base::write_all(fd.get(), *file.bytes));
  if (::fchmod(fd.get(), file.mode & 0777) != 0) return base::fail_errno("cannot set the mode of " + file.path);
  if (file.mtime_ns == 0) return {};
  const timespec time{file.mtime_ns / 1'000'000'000, file.mtime_ns % 1'000'000'000};
  const timespec times[2] = {time, time};
  if (::futimens(fd.get(), times) != 0) return base::fail_errno("cannot set the time of " + file.path);
  return {};
}

/// `lower` null = a copy.
base::Result<> show_one(const Rooted& tree, const Rooted* lower, const Shown& file) {
  TRY(const auto names, names_of(file.path));
  if (names.front() == ".git")
    return base::fail(Code::denied, "cannot show " + file.path + ": what is in .git is git's");
  base::Fd folder(tree.open_at("", O_RDONLY | O_DIRECTORY));
  if (!folder) return base::fail_errno("cannot open " + tree.path());
  std::string here;
  bool is_covered = false;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    here += (here.empty() ? "" : "/") + names[i];
    if (!file.bytes && is_absent(folder.get(), names[i], lower)) return {};
    is_covered = is_covered || is_opaque(folder.get());
    TRY(auto next, enter(folder.get(), names[i], here, lower));
    folder = std::move(next);
  }
  const std::string& name = names.back();
  TRY_DO(clear(folder.get(), here.empty() ? tree.path() : base::join(tree.path(), here), name));
  if (file.bytes) return put(folder.get(), name, file);
  if (lower == nullptr || is_covered || is_opaque(folder.get())) return {};
  struct stat st {};
  if (::fstatat(lower->fd(), file.path.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) return {};
  if (::mknodat(folder.get(), name.c_str(), S_IFCHR, ::makedev(0, 0)) != 0)
    return base::fail_errno("cannot hide " + file.path);
  return {};
}

}  // namespace

base::Result<> show_in_upper(const Rooted& upper, const Rooted& lower, const std::vector<Shown>& files) {
  for (const Shown& file : files) TRY_DO(show_one(upper, &lower, file));
  return {};
}

base::Result<> show(const std::string& copy, const std::vector<Shown>& files) {
  TRY(const auto tree, Rooted::open(copy));
  for (const Shown& file : files) TRY_DO(show_one(*tree, nullptr, file));
  return {};
}

}  // namespace workspace

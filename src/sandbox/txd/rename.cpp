// An overlay without redirect_dir (which is root's alone) refuses rename(2) of a folder that a lower
// layer has, with EXDEV; mv then copies, but `git mv` and many a build script give up. So the filter
// hands every rename to the init. It looks at what the source is: for anything but a folder the kernel
// goes on as if nothing had been. A folder is renamed here, by a process with the rights and ids of the
// one that asked: by the kernel if it can; where it says EXDEV, by making the folder, renaming what is in
// it (files the overlay copies up, folders likewise from the beginning), and removing the old one.
//
// That is not atomic: another process of the command may see half of it, as with mv between file
// systems. It is no security boundary either (who asks could do the same by hand), so that it does no
// harm that the path is looked at twice. On a failure half-way what was moved is moved back. And a
// signal whose handler does not restart system calls may, in the moment before the init has heard of a
// rename, end it with EINTR, which rename(2) itself never says.
#include "txd/rename.h"

#include <dirent.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/xattr.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "txd/confine.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

constexpr unsigned long k_set_flags = _IOW(SECCOMP_IOC_MAGIC, 4, __u64);   // Linux 6.6
constexpr int k_depth_max = 256;

struct Call {
  int from_folder = AT_FDCWD, to_folder = AT_FDCWD;
  std::uint64_t from = 0, to = 0;   // addresses in the caller
  unsigned flags = 0;
};

Call call_of(const seccomp_data& data) {
  Call call;
#if defined(__x86_64__)
  if (data.nr == SYS_rename) {
    call.from = data.args[0];
    call.to = data.args[1];
    return call;
  }
#endif
  call.from_folder = static_cast<int>(data.args[0]);
  call.from = data.args[1];
  call.to_folder = static_cast<int>(data.args[2]);
  call.to = data.args[3];
  if (data.nr == SYS_renameat2) call.flags = static_cast<unsigned>(data.args[4]);
  return call;
}

/// A path from the memory of another process; false if it is none. Read by pages, since the next one
/// may not be there.
bool read_path(pid_t pid, std::uint64_t address, std::string& path) {
  std::array<char, 4096> page{};
  path.clear();
  while (path.size() < 4096) {
    const std::size_t size = 4096 - address % 4096;
    iovec ours{page.data(), size}, theirs{reinterpret_cast<void*>(address), size};
    const auto got = ::process_vm_readv(pid, &ours, 1, &theirs, 1, 0);
    if (got <= 0) return false;
    const auto* end = static_cast<const char*>(std::memchr(page.data(), 0, static_cast<std::size_t>(got)));
    if (end != nullptr) {
      path.append(page.data(), static_cast<std::size_t>(end - page.data()));
      return !path.empty();
    }
    path.append(page.data(), static_cast<std::size_t>(got));
    address += static_cast<std::uint64_t>(got);
  }
  return false;
}

/// The folder that a path of the caller starts from.
base::Fd open_start(pid_t pid, int folder, const std::string& path) {
  if (path[0] == '/') return base::Fd(::open("/", O_PATH | O_CLOEXEC));
  char name[64];
  if (folder == AT_FDCWD) std::snprintf(name, sizeof name, "/proc/%d/cwd", pid);
  else std::snprintf(name, sizeof name, "/proc/%d/fd/%d", pid, folder);
  return base::Fd(::open(name, O_PATH | O_CLOEXEC));
}

std::string below(const std::string& path) {
  const auto first = path.find_first_not_of('/');
  if (path[0] != '/') return path;
  return first == std::string::npos ? "." : path.substr(first);
}

// ---- moving a folder ----

struct Listing {
  std::vector<std::string> names;
  int error = 0;
};

Listing names_in(int folder) {
  Listing out;
  const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(again < 0 ? nullptr : ::fdopendir(again), ::closedir);
  if (!dir) {
    out.error = errno;
    return out;
  }
  while (const dirent* entry = ::readdir(dir.get()))
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) out.names.emplace_back(entry->d_name);
  return out;
}

void copy_attributes(int from, int to, const struct stat& info) {
  std::vector<char> names(64 << 10), value(64 << 10);
  const auto size = ::flistxattr(from, names.data(), names.size());
  for (const char* name = names.data(); size > 0 && name < names.data() + size; name += std::strlen(name) + 1) {
    const auto length = ::fgetxattr(from, name, value.data(), value.size());
    if (length >= 0) (void)::fsetxattr(to, name, value.data(), static_cast<std::size_t>(length), 0);
  }
  (void)!::fchown(to, info.st_uid, info.st_gid);   // a user has but one; before the mode, whose bits it clears
  (void)::fchmod(to, info.st_mode & 07777);
  const std::array<timespec, 2> times{info.st_atim, info.st_mtim};
  (void)::futimens(to, times.data());
}

int move_folder(int from_folder, const char* from, int to_folder, const char* to, int depth);

int rename_no_replace(int from_folder, const char* from, int to_folder, const char* to) {
  return ::renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

/// One entry into a folder where its name is free.
int move_entry(int from_folder, const char* from, int to_folder, const char* to, int depth) {
  const int error = rename_no_replace(from_folder, from, to_folder, to);
  return error == EXDEV ? move_folder(from_folder, from, to_folder, to, depth) : error;
}

/// Moves what is in `from` into `to`; all of it or nothing.
int move_content(int from, int to, int depth) {
  const Listing listing = names_in(from);
  if (listing.error != 0) return listing.error;
  for (std::size_t i = 0; i < listing.names.size(); ++i) {
    const int error = move_entry(from, listing.names[i].c_str(), to, listing.names[i].c_str(), depth + 1);
    if (error == 0) continue;
    while (i-- > 0) (void)move_entry(to, listing.names[i].c_str(), from, listing.names[i].c_str(), depth + 1);
    return error;
  }
  return 0;
}

/// What rename(2) would do to a folder, `to` being free.
int move_folder(int from_folder, const char* from, int to_folder, const char* to, int depth) {
  if (depth > k_depth_max) return ENAMETOOLONG;
  const base::Fd source(::openat(from_folder, from, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat info{};
  if (!source || ::fstat(source.get(), &info) != 0) return errno == ENOTDIR ? EXDEV : errno;
  if (::mkdirat(to_folder, to, 0700) != 0) return errno;
  const base::Fd target(::openat(to_folder, to, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  int error = target ? move_content(source.get(), target.get(), depth) : errno;
  if (error == 0) {
    copy_attributes(source.get(), target.get(), info);
    if (::unlinkat(from_folder, from, AT_REMOVEDIR) == 0) return 0;
    error = errno;
    (void)move_content(target.get(), source.get(), depth);
  }
  (void)::unlinkat(to_folder, to, AT_REMOVEDIR);
  return error;
}

std::string without_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

struct Place {
  base::Fd folder;
  std::string name;
};

Place split(int start, const std::string& path) {
  const std::string clean = without_slashes(path);
  const auto slash = clean.rfind('/');
  const std::string parent = slash == std::string::npos ? "." : clean.substr(0, slash);
  Place place;
  place.name = slash == std::string::npos ? clean : clean.substr(slash + 1);
  place.folder.reset(::openat(start, parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  return place;
}

/// The whole of rename(2) for a folder: what the kernel says, but for EXDEV within the overlay.
int rename_folder(int from_start, const std::string& from, int to_start, const std::string& to, unsigned flags,
                  unsigned long long device) {
  if (::renameat2(from_start, from.c_str(), to_start, to.c_str(), flags) == 0) return 0;
  if (errno != EXDEV || (flags & ~static_cast<unsigned>(RENAME_NOREPLACE)) != 0) return errno;
  const Place source = split(from_start, from), target = split(to_start, to);
  struct stat a{}, b{}, there{};
  if (!source.folder || !target.folder || ::fstat(source.folder.get(), &a) != 0 || ::fstat(target.folder.get(), &b) != 0)
    return errno;
  if (a.st_dev != device || b.st_dev != device) return EXDEV;
  // That the target is a folder, and none within the source, the kernel has seen to before its EXDEV.
  const bool replaces = ::fstatat(target.folder.get(), target.name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0;
  if (replaces && ::unlinkat(target.folder.get(), target.name.c_str(), AT_REMOVEDIR) != 0) return errno;
  const int error = move_folder(source.folder.get(), source.name.c_str(), target.folder.get(), target.name.c_str(), 0);
  if (error != 0 && replaces && ::mkdirat(target.folder.get(), target.name.c_str(), there.st_mode & 07777) != 0)
    return errno;
  return error;
}

// ---- as the caller ----

struct Ids {
  uid_t uid = 0;
  gid_t gid = 0;
  std::uint64_t capabilities = 0;
  std::vector<gid_t> groups;
};

bool read_ids(pid_t pid, Ids& ids) {
  const auto text = base::read_file("/proc/" + std::to_string(pid) + "/status", 1 << 16);
  if (!text) return false;
  const auto after = [&](const char* name) {
    const auto at = text->find(name);
    return at == std::string::npos ? nullptr : text->c_str() + at + std::strlen(name);
  };
  const char *uid = after("\nUid:"), *gid = after("\nGid:"), *groups = after("\nGroups:"), *caps = after("\nCapEff:");
  unsigned real = 0, fs = 0;
  if (uid == nullptr || gid == nullptr || groups == nullptr || caps == nullptr) return false;
  if (std::sscanf(uid, "%u %*u %*u %u", &real, &fs) != 2) return false;
  ids.uid = fs;
  if (std::sscanf(gid, "%u %*u %*u %u", &real, &fs) != 2) return false;
  ids.gid = fs;
  ids.capabilities = std::strtoull(caps, nullptr, 16);
  for (char* next = nullptr; *groups != '\n'; groups = next) {
    const unsigned long group = std::strtoul(groups, &next, 10);
    if (next == groups) break;
    ids.groups.push_back(static_cast<gid_t>(group));
    while (*next == ' ') ++next;
  }
  return true;
}

bool become(pid_t caller) {
  Ids ids;
  if (!read_ids(caller, ids)) return false;
  (void)::syscall(SYS_setgroups, ids.groups.size(), ids.groups.data());   // refused to who has but one id
  // As fsuid would be enough for files, but the capabilities follow the effective one.
  if (::syscall(SYS_setresgid, ids.gid, ids.gid, ids.gid) != 0) return false;
  if (::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 || ::syscall(SYS_setresuid, ids.uid, ids.uid, ids.uid) != 0) return false;
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  return set_capabilities(ids.capabilities);
}

void answer(int listener, std::uint64_t id, int error, unsigned flags = 0) {
  seccomp_notif_resp response{};
  response.id = id;
  response.error = -error;
  response.flags = flags;
  (void)::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);   // ENOENT: the caller is gone
}

}  // namespace

RenameWatch::RenameWatch(int listener, const char* place) : listener_(listener) {
  struct stat info{};
  if (::stat(place, &info) == 0) device_ = info.st_dev;
  // The one that asks and this process take turns: waking each other on the same core is quicker.
  constexpr std::uint64_t k_same_core = 1;
  (void)::ioctl(listener, k_set_flags, k_same_core);
}

void RenameWatch::serve() const {
  seccomp_notif request{};
  if (::ioctl(listener_, SECCOMP_IOCTL_NOTIF_RECV, &request) != 0) return;
  const auto pid = static_cast<pid_t>(request.pid);
  const Call call = call_of(request.data);
  const auto go_on = [&] { answer(listener_, request.id, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE); };
  std::string from, to;
  if (!read_path(pid, call.from, from)) return go_on();
  const base::Fd from_start = open_start(pid, call.from_folder, from);
  struct stat info{};
  if (!from_start || ::fstatat(from_start.get(), below(from).c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISDIR(info.st_mode) || info.st_dev != device_)
    return go_on();
  if (!read_path(pid, call.to, to)) return go_on();
  const base::Fd to_start = open_start(pid, call.to_folder, to);
  if (!to_start) return go_on();
  // Is what was read still the caller's?
  if (::ioctl(listener_, SECCOMP_IOCTL_NOTIF_ID_VALID, &request.id) != 0) return;
  const pid_t child = fork_with(0);
  if (child < 0) return go_on();
  if (child > 0) return;
  const int error = become(pid) ? rename_folder(from_start.get(), below(from), to_start.get(), below(to), call.flags, device_)
                                : EPERM;
  answer(listener_, request.id, error);
  ::_exit(0);
}

}  // namespace sandbox::txd

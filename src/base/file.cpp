#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>

#include "base/paths.h"
#include "base/try.h"

namespace base {

void Fd::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail_errno("cannot read " + path);
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) return fail_errno("cannot read " + path);
  if (S_ISDIR(st.st_mode)) return fail(Code::invalid, "cannot read " + path + ": it is a folder");
  if (!S_ISREG(st.st_mode))
    return fail(Code::invalid, "cannot read " + path + ": it is not a regular file");
  std::string out;
  // Files of /proc say that they have 0 bytes: the size is a hint, the end of the file decides.
  out.resize(std::min<std::size_t>(static_cast<std::size_t>(st.st_size) + 1, limit + 1));
  std::size_t used = 0;
  for (;;) {
    if (used == out.size()) {
      if (used > limit) break;
      out.resize(std::min(limit + 1, used * 2 + 4096));
    }
    const ssize_t got = ::read(fd.get(), out.data() + used, out.size() - used);
    if (got < 0) {
      if (errno == EINTR) continue;
      return fail_errno("cannot read " + path);
    }
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  if (used > limit)
    return fail(Code::too_big,
                path + " has more than " + std::to_string(limit) + " bytes, the limit here");
  out.resize(used);
  return out;
}

Result<> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0) {
      if (errno == EINTR) continue;
      return fail_errno("write failed");
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

static Result<> sync_folder(const std::string& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return fail_errno("cannot sync " + folder);
  return {};
}

Result<> write_file(const std::string& path, std::string_view bytes, mode_t mode, Durable durable) {
  static std::atomic<unsigned> counter{0};
  std::string target = path;
  char resolved[PATH_MAX];
  struct stat st {};
  const bool there = ::lstat(path.c_str(), &st) == 0;
  if (there && S_ISLNK(st.st_mode)) {
    // A link to nothing is followed too: the file is made where the link points.
    if (::realpath(path.c_str(), resolved) != nullptr) {
      target = resolved;
    } else {
      char link[PATH_MAX];
      const ssize_t n = ::readlink(path.c_str(), link, sizeof link);
      if (n < 0) return fail_errno("cannot write " + path);
      const std::string to(link, static_cast<std::size_t>(n));
      target = to.starts_with('/') ? to : join(parent(path), to);
    }
  }
  const bool replaces = ::stat(target.c_str(), &st) == 0;
  if (replaces && S_ISDIR(st.st_mode))
    return fail(Code::invalid, "cannot write " + path + ": it is a folder");
  const std::string folder = parent(target);
  const std::string temporary = join(folder, ".plumb-" + std::to_string(::getpid()) + "-" +
                                                 std::to_string(counter.fetch_add(1)) + ".tmp");
  Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, replaces ? 0600 : mode));
  if (!fd) return fail_errno("cannot write " + path);
  auto undo = [&](tl::unexpected<Error> error) {
    ::unlink(temporary.c_str());
    return error;
  };
  if (auto done = write_all(fd.get(), bytes); !done)
    return undo(with(std::move(done).error(), "cannot write " + path));
  if (replaces) {
    if (st.st_uid != ::geteuid() || st.st_gid != ::getegid()) {
      // Best effort on purpose: only root may give a file away, and the bytes matter more.
      [[maybe_unused]] const int ignored = ::fchown(fd.get(), st.st_uid, st.st_gid);
    }
    if (::fchmod(fd.get(), st.st_mode & 07777) != 0)
      return undo(fail_errno("cannot set the mode of " + path));
  }
  if (durable == Durable::yes && ::fsync(fd.get()) != 0)
    return undo(fail_errno("cannot write " + path));
  if (::rename(temporary.c_str(), target.c_str()) != 0)
    return undo(fail_errno("cannot write " + path));
  if (durable == Durable::yes) return sync_folder(folder);
  return {};
}

Result<> make_dirs(const std::string& path, mode_t mode) {
  if (path.empty() || ::mkdir(path.c_str(), mode) == 0) return {};
  if (errno == EEXIST) {
    if (is_dir(path)) return {};
    return fail(Code::exists, "cannot make the folder " + path + ": a file has that name");
  }
  if (errno != ENOENT) return fail_errno("cannot make the folder " + path);
  const std::string above = parent(path);
  if (above == path) return fail_errno("cannot make the folder " + path, ENOENT);
  TRY_DO(make_dirs(above, mode));
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
    return fail_errno("cannot make the folder " + path);
  return {};
}

// Gives the owner all rights to the folder itself, never to what a link points to.
static bool open_up(int folder, const char* name) {
  Fd fd(::openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  return fd && ::chmod(("/proc/self/fd/" + std::to_string(fd.get())).c_str(), 0700) == 0;
}

static Result<> remove_at(int folder, const char* name, const std::string& shown) {
  if (::unlinkat(folder, name, 0) == 0 || errno == ENOENT) return {};
  if (errno != EISDIR && errno != EPERM) return fail_errno("cannot remove " + shown);
  // An empty folder goes whatever its mode is; overlayfs leaves some of mode 000.
  if (::unlinkat(folder, name, AT_REMOVEDIR) == 0) return {};
  constexpr int k_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  int fd = ::openat(folder, name, k_flags);
  if (fd < 0 && errno == EACCES && open_up(folder, name)) fd = ::openat(folder, name, k_flags);
  if (fd < 0) return fail_errno("cannot remove " + shown);
  // What is in a read-only folder can be removed only when it is not. If that is refused, the first
  // name in it says so.
  struct stat st {};
  if (::fstat(fd, &st) == 0 && (st.st_mode & 0700) != 0700) (void)::fchmod(fd, 0700);
  DIR* dir = ::fdopendir(fd);
  if (dir == nullptr) {
    ::close(fd);
    return fail_errno("cannot remove " + shown);
  }
  Result<> done;
  while (done) {
    const dirent* entry = ::readdir(dir);
    if (entry == nullptr) break;
    const std::string_view child = entry->d_name;
    if (child != "." && child != "..")
      done = remove_at(fd, entry->d_name, join(shown, child));
  }
  ::closedir(dir);
  TRY_DO(std::move(done));
  if (::unlinkat(folder, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
    return fail_errno("cannot remove " + shown);
  return {};
}

Result<> remove_all(const std::string& path) { return remove_at(AT_FDCWD, path.c_str(), path); }

Result<std::vector<std::string>> list_dir(const std::string& path) {
  DIR* dir = ::opendir(path.c_str());
  if (dir == nullptr) return fail_errno("cannot list " + path);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(dir)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  ::closedir(dir);
  std::sort(names.begin(), names.end());
  return names;
}

bool exists(const std::string& path) {
  struct stat st {};
  return ::lstat(path.c_str(), &st) == 0;
}

bool is_dir(const std::string& path) {
  struct stat st {};
  return ::stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

Result<std::string> make_temp_dir(std::string_view prefix, const std::string& folder) {
  const char* base = std::getenv("TMPDIR");
  const std::string usual = base != nullptr && *base != 0 ? base : "/tmp";
  std::string path = join(folder.empty() ? usual : folder, prefix) + "XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) return fail_errno("cannot make a temporary folder " + path);
  return path;
}

Result<TempDir> TempDir::make(std::string_view prefix, const std::string& folder) {
  TRY(auto path, make_temp_dir(prefix, folder));
  return TempDir(std::move(path));
}

TempDir::~TempDir() {
  // Nobody is left to tell: what stays is below the system's temporary folder.
  if (!path_.empty()) (void)remove_all(path_);
}

}  // namespace base

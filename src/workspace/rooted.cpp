// Two layers. place_below() decides what a path means and refuses what leads outside; it reads links
// by name, so it can be raced. Whatever is then done goes through openat2(2) with RESOLVE_BENEATH and
// RESOLVE_NO_SYMLINKS from the root's descriptor: if a folder was swapped for a link in between, the
// kernel refuses. Where there is no openat2 (before Linux 5.6, or filtered) each part is opened by
// itself with O_NOFOLLOW, which is the same promise at the price of one call a part.

#include "rooted.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>

#include "base/paths.h"
#include "base/try.h"

namespace workspace {

using base::Code;

base::Result<std::unique_ptr<Rooted>> Rooted::open(const std::string& root) {
  char real[PATH_MAX];
  if (root.empty() || root.front() != '/')
    return base::fail(Code::invalid, "the root of a workspace must be absolute: " + root);
  if (::realpath(root.c_str(), real) == nullptr)
    return base::fail_errno("cannot open the folder " + root);
  base::Fd fd(::open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot open the folder " + root);
  return std::unique_ptr<Rooted>(new Rooted(real, std::move(fd)));
}

static int open_by_parts(int root, const std::string& relative, int flags) {
  base::Fd folder(::fcntl(root, F_DUPFD_CLOEXEC, 0));
  if (!folder) return -1;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = relative.find('/', begin);
    const std::string part = relative.substr(begin, end - begin);
    if (part == "..") {
      errno = EXDEV;
      return -1;
    }
    if (end == std::string::npos) return ::openat(folder.get(), part.c_str(), flags | O_NOFOLLOW);
    base::Fd next(::openat(folder.get(), part.c_str(),
                           O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return -1;
    folder = std::move(next);
    begin = end + 1;
  }
}

int Rooted::open_at(const std::string& relative, int flags) const {
  flags |= O_CLOEXEC;
  if (relative.empty()) return ::openat(fd_.get(), ".", flags);
  static std::atomic<bool> missing{false};
  if (!missing.load(std::memory_order_relaxed)) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_NOFOLLOW);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    for (;;) {
      const long fd = ::syscall(SYS_openat2, fd_.get(), relative.c_str(), &how, sizeof how);
      if (fd >= 0) return static_cast<int>(fd);
      if (errno == EAGAIN || errno == EINTR) continue;  // a rename elsewhere disturbed the lookup
      if (errno != ENOSYS && errno != EPERM && errno != E2BIG) return -1;
      break;
    }
    // EPERM may also be an answer about the file: only ENOSYS is for ever.
    if (errno == ENOSYS) missing.store(true, std::memory_order_relaxed);
  }
  return open_by_parts(fd_.get(), relative, flags);
}

base::Result<base::Fd> Rooted::folder_of(const std::string& relative) const {
  const std::size_t slash = relative.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : relative.substr(0, slash);
  base::Fd fd(open_at(folder, O_RDONLY | O_DIRECTORY));
  if (!fd) return base::fail_errno("cannot open the folder " + base::join(path_, folder));
  return fd;
}

static constexpr int k_links_max = 40;

base::Result<std::string> place_below(const std::string& root, const std::string& path,
                                      LastLink last) {
  if (path.empty()) return base::fail(Code::invalid, "the path is empty");
  if (path.find('\0') != std::string::npos)
    return base::fail(Code::invalid, "the path contains a NUL byte");
  if (path.size() >= PATH_MAX)
    return base::fail(Code::invalid, "the path is longer than " + std::to_string(PATH_MAX - 1) + " bytes");
  const auto outside = [&] {
    return base::fail(Code::denied, path + " is outside of the project " + root);
  };
  // `rest` is what is still to be looked at, `done` what it came to so far: absolute, without links.
  std::string rest = base::normalize(base::join(root, path));
  std::string done;
  int links = 0;
  while (!rest.empty()) {
    const std::size_t begin = rest.find_first_not_of('/');
    if (begin == std::string::npos) break;
    const std::size_t end = std::min(rest.find('/', begin), rest.size());
    const std::string part = rest.substr(begin, end - begin);
    rest.erase(0, end);
    if (part == ".") continue;
    if (part == "..") {
      done.erase(done.empty() ? 0 : done.rfind('/'));
      continue;
    }
    const std::string here = done + "/" + part;
    const bool is_last = rest.find_first_not_of('/') == std::string::npos;
    char target[PATH_MAX];
    const ssize_t size = is_last && last == LastLink::keep
                             ? -1
                             : ::readlink(here.c_str(), target, sizeof target);
    if (size < 0) {
      done = here;
      continue;
    }
    if (++links > k_links_max)
      return base::fail(Code::invalid, path + " goes through too many links");
    const std::string to(target, static_cast<std::size_t>(size));
    rest = to + "/" + rest;
    if (to.starts_with('/')) done.clear();
    if (rest.size() > 4 * PATH_MAX) return outside();
  }
  if (done.empty()) done = "/";
  if (!base::is_within(done, root)) return outside();
  return done.size() <= root.size() ? std::string() : done.substr(root == "/" ? 1 : root.size() + 1);
}

}  // namespace workspace

#include "folders.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/paths.h"

namespace txn {
namespace {

// For kernels without openat2, and containers whose filter refuses it: one component after the other.
int open_by_steps(int root, const std::string& path) {
  base::Fd at(::openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t begin = 0; at && begin < path.size();) {
    std::size_t end = path.find('/', begin);
    if (end == std::string::npos) end = path.size();
    const std::string name = path.substr(begin, end - begin);
    begin = end + 1;
    if (name == "..") {
      errno = EXDEV;
      return -1;
    }
    at.reset(::openat(at.get(), name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  return at.release();
}

int open_beneath(int root, const std::string& path) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  // EAGAIN: somebody renamed on the way, and the kernel cannot be sure that we stayed beneath.
  for (int tries = 0; tries < 64; ++tries) {
    const long fd = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
    if (fd >= 0) return static_cast<int>(fd);
    if (errno == ENOSYS || errno == EPERM) return open_by_steps(root, path);
    if (errno != EAGAIN) return -1;
  }
  return -1;
}

}  // namespace

base::Result<int> Folders::open(const std::string& path) {
  if (path.empty() || path == ".") return root_;
  if (const auto found = open_.find(path); found != open_.end()) return found->second.get();
  if (open_.size() >= k_open_max) open_.clear();
  base::Fd fd(open_beneath(root_, path));
  if (!fd) {
    const int error = errno;
    const std::string shown = base::join(shown_, path);
    if (error == ENOENT) return base::fail(base::Code::changed, "the folder " + shown + " is gone");
    if (error == ELOOP || error == ENOTDIR || error == EXDEV)
      return base::fail(base::Code::changed, shown + " is no folder, or a link is on the way to it");
    return base::fail_errno("cannot open the folder " + shown, error);
  }
  const int raw = fd.get();
  open_.emplace(path, std::move(fd));
  return raw;
}

base::Result<int> Folders::open_parent(const std::string& path) { return open(base::parent(path)); }

}  // namespace txn

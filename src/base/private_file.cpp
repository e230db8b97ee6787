#include "base/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"

namespace base {

Result<std::string> read_private_file(const std::string& path, std::size_t limit) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail_errno("cannot open " + path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return fail_errno("cannot look at " + path);
  if (!S_ISREG(status.st_mode)) return fail(Code::invalid, path + " is not a regular file");
  if (status.st_uid != ::geteuid() && status.st_uid != 0)
    return fail(Code::denied, path + " belongs to another user; keys are not read from it");
  if ((status.st_mode & 077) != 0) return fail(Code::denied, path + " can be read by others; run: chmod 600 " + path);
  if (static_cast<std::size_t>(status.st_size) > limit) return fail(Code::too_big, path + " is too big for a file of keys");
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const auto n = ::read(fd.get(), text.data() + have, text.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno("cannot read " + path);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  text.resize(have);
  return text;
}

}  // namespace base

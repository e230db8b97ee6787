#include "prepare.h"

#include <fcntl.h>
#include <unistd.h>

#include <limits>

#include "base/try.h"
#include "stat.h"
#include "subtree.h"
#include "xattrs.h"

namespace txn {
namespace {

// Extended attributes of the user's are under the file's own mode: a read-only folder keeps its owner
// from removing them. The bits are given for as long as it takes.
base::Result<> strip(const Entry& entry, mode_t mode) {
  const mode_t open = mode | 0600U;
  auto stripped = strip_xattrs(entry.folder, entry.name);
  if (stripped || stripped.error().code != base::Code::denied || open == mode)
    return stripped ? base::Result<>() : base::fail(std::move(stripped).error());
  if (::fchmodat(entry.folder, entry.name.c_str(), open, 0) != 0) return base::fail(std::move(stripped).error());
  stripped = strip_xattrs(entry.folder, entry.name);
  if (::fchmodat(entry.folder, entry.name.c_str(), mode, 0) != 0)
    return base::fail_errno("cannot restore the mode of " + entry.name);
  return stripped ? base::Result<>() : base::fail(std::move(stripped).error());
}

base::Result<> prepare_one(const Entry& entry) {
  const mode_t type = entry.st.st_mode & S_IFMT;
  if (type == S_IFLNK) return {};   // links have neither
  if (type != S_IFREG && type != S_IFDIR) {
    // The top itself is never one: such effects are not put in place. The folder keeps its time.
    struct stat above {};
    if (::fstat(entry.folder, &above) != 0) return base::fail_errno("cannot look at a folder");
    if (::unlinkat(entry.folder, entry.name.c_str(), 0) != 0)
      return base::fail_errno("cannot leave out " + entry.path);
    const timespec times[2] = {above.st_atim, above.st_mtim};
    if (::utimensat(AT_FDCWD, fd_path(entry.folder).c_str(), times, 0) != 0)
      return base::fail_errno("cannot restore the time of the folder of " + entry.path);
    return {};
  }
  TRY_DO(strip(entry, entry.st.st_mode & 07777U));
  if (type == S_IFREG && (entry.st.st_mode & (S_ISUID | S_ISGID)) != 0 &&
      ::fchmodat(entry.folder, entry.name.c_str(), entry.st.st_mode & 01777U, 0) != 0)
    return base::fail_errno("cannot take the setuid bit off " + entry.path);
  return {};
}

}  // namespace

base::Result<std::int64_t> prepare(int folder, const std::string& name, const Stat& planned) {
  constexpr auto k_all = std::numeric_limits<std::uint64_t>::max();
  std::int64_t newest = 0;
  // A folder's ctime is read after everything in it was made ready: hence what comes second.
  TRY(const auto found, survey(folder, name, k_all, [&](const Entry& entry) -> base::Result<Walk> {
        TRY_DO(prepare_one(entry));
        TRY(const auto now, look_raw(entry.folder, entry.name));
        if (now && !entry.path.empty()) newest = std::max(newest, nanoseconds(now->st_ctim));
        return Walk::on;
      }));
  (void)found;
  // A kill in here may have left the thing itself with other bits than it should have.
  TRY(const auto now, look(folder, name));
  if (now && now->kind != Kind::symlink && now->mode != planned.mode &&
      ::fchmodat(folder, name.c_str(), planned.mode, 0) != 0)
    return base::fail_errno("cannot set the mode of " + name);
  return newest;
}

}  // namespace txn

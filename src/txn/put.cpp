// Builds an upper by hand, as overlayfs would have left it after the same changes: new bytes as files,
// deletions as whiteouts (a device 0/0, which anybody may make since Linux 5.8; where that is refused,
// the deletion is noted in meta). Folders on the way are made bare: without an origin mark, so that
// plan() takes nothing about them for an effect.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/paths.h"
#include "base/try.h"
#include "file_store.h"
#include "stat.h"
#include "xattrs.h"

namespace txn {
namespace {

using base::Code;

// What is below a path: nothing if a folder on the way is missing. A link or a file on the way is an
// error: the change would land elsewhere.
base::Result<std::optional<struct stat>> below(Folders& tree, const std::string& path) {
  for (std::string above = base::parent(path); above != "."; above = base::parent(above)) {
    const auto folder = tree.open_parent(above);
    if (!folder && folder.error().code != Code::changed) return base::fail(folder.error());
    if (!folder) continue;
    TRY(const auto found, look(*folder, std::string(base::file_name(above))));
    if (found && found->kind != Kind::folder)
      return base::fail(Code::invalid, "cannot write " + path + ": " + above + " is " +
                                           (found->kind == Kind::symlink ? "a link; name its target" : "not a folder"));
    break;
  }
  const auto folder = tree.open_parent(path);
  if (!folder && folder.error().code == Code::changed) return std::optional<struct stat>();
  if (!folder) return base::fail(folder.error());
  return look_raw(*folder, std::string(base::file_name(path)));
}

base::Result<> make_parents(int upper, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    if (::mkdirat(upper, folder.c_str(), 0777) == 0) continue;
    if (errno != EEXIST) return base::fail_errno("cannot make the folder " + folder);
    TRY(const auto there, look(upper, folder));
    if (there && there->kind != Kind::folder)
      return base::fail(Code::invalid, "cannot write " + path + ": " + folder + " was deleted or replaced in the same transaction");
  }
  return {};
}

// The old file's mode, owner and extended attributes go on: only the bytes are new.
base::Result<> take_over(Folders& tree, const std::string& path, const struct stat& old, int upper, int fd) {
  TRY(const int folder, tree.open_parent(path));
  TRY(const auto xattrs, xattrs_of(folder, std::string(base::file_name(path))));
  (void)upper;
  TRY_DO(set_xattrs(fd_path(fd), {}, xattrs));
  if (old.st_uid != ::geteuid() || old.st_gid != ::getegid()) {
    // Only root may give a file away; for everybody else the file becomes theirs, as with any editor
    // that writes a new file.
    [[maybe_unused]] const int ignored = ::fchown(fd, old.st_uid, old.st_gid);
  }
  return {};
}

base::Result<> put_file(Folders& tree, int upper, const Store::Write& write, const std::optional<struct stat>& old) {
  const std::string& path = write.path;
  if (old && S_ISDIR(old->st_mode)) return base::fail(Code::invalid, "cannot write " + path + ": it is a folder");
  TRY_DO(make_parents(upper, path));
  if (::unlinkat(upper, path.c_str(), 0) != 0 && errno != ENOENT) return base::fail_errno("cannot write " + path);
  const base::Fd fd(::openat(upper, path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!fd) return base::fail_errno("cannot write " + path);
  if (auto written = base::write_all(fd.get(), *write.bytes); !written)
    return base::with(std::move(written).error(), "cannot write " + path);
  const bool is_rewritten = old && S_ISREG(old->st_mode);
  if (is_rewritten) TRY_DO(take_over(tree, path, *old, upper, fd.get()));
  if (!is_rewritten && !write.mode) return {};
  const mode_t mode = write.mode ? *write.mode & 07777U : old->st_mode & 07777U;
  if (::fchmod(fd.get(), mode) != 0) return base::fail_errno("cannot set the mode of " + path);
  return {};
}

// Returns true if the deletion must be noted, because no whiteout can be made here.
base::Result<bool> put_delete(int upper, const std::string& path, const std::optional<struct stat>& old) {
  TRY(const auto made, look(upper, path));
  if (!old && (!made || made->kind == Kind::other))
    return base::fail(Code::not_found, "cannot delete " + path + ": there is no such file");
  if (made) {
    if (::unlinkat(upper, path.c_str(), made->kind == Kind::folder ? AT_REMOVEDIR : 0) != 0)
      return base::fail_errno("cannot delete " + path);
    if (!old) return false;
  }
  TRY_DO(make_parents(upper, path));
  if (::mknodat(upper, path.c_str(), S_IFCHR, makedev(0, 0)) == 0) return false;
  if (errno == EPERM || errno == EACCES || errno == EINVAL) return true;
  return base::fail_errno("cannot delete " + path);
}

}  // namespace

base::Result<> FileStore::put(std::uint64_t number, const std::vector<Write>& files) {
  TRY(const std::size_t at, find(number));
  if (all_[at].planned) return base::fail(Code::invalid, "the transaction is planned already");
  const base::Fd up(::open(upper(number).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!up) return base::fail_errno("cannot open " + upper(number));
  Folders tree(root_.get(), options_.root);
  bool is_noted = false;
  std::vector<std::string>& deletes = inner_[at].deletes;
  for (const Write& write : files) {
    if (!is_inside(write.path)) return base::fail(Code::invalid, "not a path below the root: " + write.path);
    for (const std::string& out : options_.excluded)
      if (base::is_within(write.path, out)) return base::fail(Code::denied, write.path + " is plumb's own");
    TRY(const auto old, below(tree, write.path));
    if (std::erase(deletes, write.path) > 0) is_noted = true;
    if (write.bytes) {
      TRY_DO(put_file(tree, up.get(), write, old));
      continue;
    }
    TRY(const bool must_note, put_delete(up.get(), write.path, old));
    if (must_note) {
      deletes.push_back(write.path);
      is_noted = true;
    }
  }
  return is_noted ? save(at) : base::Result<>();
}

}  // namespace txn

// The walk gives all paths in order, so one folder's entries come one after the other: both folders
// stay open and the kernel resolves single names. Bytes are shared (FICLONE) where the file system
// can, copied within the kernel otherwise.

#include "tree_copy.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "base/paths.h"
#include "base/try.h"

namespace workspace {
namespace {

using base::Code;

timespec spec(std::int64_t ns) {
  constexpr std::int64_t k_second = 1'000'000'000;
  const std::int64_t rest = ((ns % k_second) + k_second) % k_second;
  return {(ns - rest) / k_second, rest};
}

base::Result<> copy_by_hand(int from, int to) {
  std::string buffer(256 << 10, '\0');
  for (;;) {
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read");
    if (got == 0) return {};
    TRY_DO(base::write_all(to, {buffer.data(), static_cast<std::size_t>(got)}));
  }
}

class Copy {
 public:
  Copy(const Rooted& from, const CopyRules& rules, std::stop_token stop)
      : from_(from), rules_(rules), stop_(std::move(stop)) {}
  base::Result<> run(const std::string& into);

 private:
  base::Result<> enter(const std::string& folder);
  base::Result<> add(const Entry& entry);
  base::Result<> file(const std::string& name, const Entry& entry);
  base::Result<> link(const std::string& name, const Entry& entry);
  base::Result<> bytes(int from, int to, std::uint64_t size);

  const Rooted& from_;
  const CopyRules& rules_;
  std::stop_token stop_;
  std::unique_ptr<Rooted> into_;
  std::string folder_;  ///< the one whose descriptors these are
  base::Fd source_, target_;
  std::uint64_t used_ = 0;
  bool can_clone_ = true;
  bool can_copy_range_ = true;
};

base::Result<> Copy::enter(const std::string& folder) {
  if (target_ && folder == folder_) return {};
  target_.reset(into_->open_at(folder, O_RDONLY | O_DIRECTORY));
  if (!target_) return base::fail_errno("cannot open the copy's folder " + folder);
  // Gone or unreadable meanwhile: its files will say so one by one, and be left out.
  source_.reset(from_.open_at(folder, O_RDONLY | O_DIRECTORY));
  folder_ = folder;
  return {};
}

base::Result<> Copy::bytes(int from, int to, std::uint64_t size) {
  if (size == 0) return {};
  if (can_clone_) {
    if (::ioctl(to, FICLONE, from) == 0) return {};
    can_clone_ = false;
  }
  std::uint64_t done = 0;
  while (can_copy_range_ && done < size) {
    const ssize_t got = ::copy_file_range(from, nullptr, to, nullptr, size - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      if (errno == ENOSPC || errno == EDQUOT) return base::fail_errno("cannot copy");
      can_copy_range_ = false;
    }
    if (got <= 0) break;
    done += static_cast<std::uint64_t>(got);
    if (stop_.stop_requested()) return base::fail(Code::cancelled, "cancelled");
  }
  // Both offsets moved on together; the rest, if any, follows.
  return done < size ? copy_by_hand(from, to) : base::Result<>();
}

base::Result<> Copy::file(const std::string& name, const Entry& entry) {
  base::Fd from(::openat(source_.get(), name.c_str(),
                         O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!from) return {};  // unreadable or gone: see the header
  struct stat st {};
  if (::fstat(from.get(), &st) != 0 || !S_ISREG(st.st_mode)) return {};
  used_ += static_cast<std::uint64_t>(st.st_size);
  if (used_ > rules_.bytes_max)
    return base::fail(Code::too_big, "the project has more than " +
                                         std::to_string(rules_.bytes_max) +
                                         " bytes, the limit for copies of it");
  base::Fd to(::openat(target_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!to) return base::fail_errno("cannot make " + entry.path + " in the copy");
  if (auto done = bytes(from.get(), to.get(), static_cast<std::uint64_t>(st.st_size)); !done)
    return base::with(std::move(done).error(), "copying " + entry.path);
  const timespec times[2] = {spec(entry.mtime_ns), spec(entry.mtime_ns)};
  if (::fchmod(to.get(), entry.mode) != 0 || ::futimens(to.get(), times) != 0)
    return base::fail_errno("cannot set the mode of " + entry.path + " in the copy");
  return {};
}

base::Result<> Copy::link(const std::string& name, const Entry& entry) {
  char target[PATH_MAX + 1];
  const ssize_t size = ::readlinkat(source_.get(), name.c_str(), target, PATH_MAX);
  if (size < 0) return {};
  target[size] = 0;
  const timespec times[2] = {spec(entry.mtime_ns), spec(entry.mtime_ns)};
  if (::symlinkat(target, target_.get(), name.c_str()) != 0 ||
      ::utimensat(target_.get(), name.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0)
    return base::fail_errno("cannot make the link " + entry.path + " in the copy");
  return {};
}

base::Result<> Copy::add(const Entry& entry) {
  const std::size_t slash = entry.path.rfind('/');
  TRY_DO(enter(slash == std::string::npos ? std::string() : entry.path.substr(0, slash)));
  const std::string name = entry.path.substr(slash == std::string::npos ? 0 : slash + 1);
  switch (entry.kind) {
    case Kind::file: return file(name, entry);
    case Kind::symlink: return link(name, entry);
    case Kind::other: return {};
    case Kind::folder: break;
  }
  if (::mkdirat(target_.get(), name.c_str(), 0700) != 0)
    return base::fail_errno("cannot make the folder " + entry.path + " in the copy");
  return {};
}

base::Result<> Copy::run(const std::string& into) {
  TRY(const Snapshot tree, walk(from_, rules_.walk, stop_));
  if (tree.incomplete)
    return base::fail(Code::too_big, "the project has more than " +
                                         std::to_string(rules_.walk.entries_max) +
                                         " files, the limit for copies of it");
  TRY_DO(base::make_dirs(base::parent(into)));
  if (::mkdir(into.c_str(), 0700) != 0) return base::fail_errno("cannot make the copy " + into);
  TRY(into_, Rooted::open(into));
  for (const Entry& entry : tree.entries) {
    if (stop_.stop_requested()) return base::fail(Code::cancelled, "cancelled");
    TRY_DO(add(entry));
  }
  // Folders last and deepest first: filling them changed their times, and they may be read-only.
  for (std::size_t i = tree.entries.size(); i-- > 0;) {
    const Entry& entry = tree.entries[i];
    if (entry.kind != Kind::folder) continue;
    base::Fd fd(into_->open_at(entry.path, O_RDONLY | O_DIRECTORY));
    const timespec times[2] = {spec(entry.mtime_ns), spec(entry.mtime_ns)};
    if (!fd || ::futimens(fd.get(), times) != 0 || ::fchmod(fd.get(), entry.mode) != 0)
      return base::fail_errno("cannot set the mode of " + entry.path + " in the copy");
  }
  return {};
}

}  // namespace

base::Result<> copy_tree(const Rooted& from, const std::string& into, const CopyRules& rules,
                         std::stop_token stop) {
  return Copy(from, rules, std::move(stop)).run(into);
}

}  // namespace workspace

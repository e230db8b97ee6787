#include "subtree.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/file.h"
#include "base/try.h"
#include "stat.h"

namespace txn {
namespace {

class Walker {
 public:
  Walker(std::uint64_t limit, const Visit& visit) : limit_(limit), visit_(visit) {}

  base::Result<Walk> at(int folder, const std::string& name, int depth) {
    struct stat st {};
    if (::fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) return Walk::on;   // gone meanwhile: somebody else's tree may change
      return base::fail_errno("cannot look at " + path_);
    }
    if (found.entries == limit_) {
      found.is_complete = false;
      found.may_hold_git = true;
      return Walk::stop;
    }
    count(st, depth);
    if (name == ".git") found.may_hold_git = true;
    if (visit_) {
      TRY(const Walk next, visit_(Entry{path_, folder, name, st}));
      if (next == Walk::stop) return Walk::stop;
    }
    return S_ISDIR(st.st_mode) ? below(folder, name, st.st_mode, depth) : Walk::on;
  }

  Survey found;

 private:
  void count(const struct stat& st, int depth) {
    ++found.entries;
    if (S_ISREG(st.st_mode)) {
      found.bytes += static_cast<std::uint64_t>(st.st_size);
      if ((st.st_mode & (S_ISUID | S_ISGID)) != 0) ++found.privileged;
    } else if (!S_ISDIR(st.st_mode) && !S_ISLNK(st.st_mode)) {
      ++found.specials;
    }
    if (depth > 0) found.newest_ns = std::max(found.newest_ns, nanoseconds(st.st_ctim));
  }

  base::Result<Walk> below(int folder, const std::string& name, mode_t mode, int depth) {
    if (depth >= k_depth_max)
      return base::fail(base::Code::too_big, "more than " + std::to_string(k_depth_max) +
                                                 " folders in each other: " + path_.substr(0, 200));
    bool is_loosened = false;
    auto fd = open_folder(folder, name);
    if (!fd && (mode & 0500) != 0500 && ::fchmodat(folder, name.c_str(), 0700, 0) == 0) {
      is_loosened = true;
      fd = open_folder(folder, name);
    }
    base::Result<Walk> result = Walk::on;
    if (fd) result = entries(fd->get(), depth);
    else result = base::with(std::move(fd).error(), "reading " + path_);
    if (is_loosened && ::fchmodat(folder, name.c_str(), mode & 07777U, 0) != 0)
      return base::fail_errno("cannot restore the mode of " + path_);
    return result;
  }

  base::Result<Walk> entries(int fd, int depth) {
    TRY(const auto names, names_in(fd));
    const std::size_t length = path_.size();
    for (const std::string& child : names) {
      if (length > 0) path_ += '/';
      path_ += child;
      auto next = at(fd, child, depth + 1);
      path_.resize(length);
      if (!next || *next == Walk::stop) return next;
    }
    return Walk::on;
  }

  std::uint64_t limit_;
  const Visit& visit_;
  std::string path_;
};

}  // namespace

base::Result<Survey> survey(int folder, const std::string& name, std::uint64_t limit,
                            const Visit& visit) {
  Walker walker(limit, visit);
  TRY_DO(walker.at(folder, name, 0));
  return walker.found;
}

}  // namespace txn

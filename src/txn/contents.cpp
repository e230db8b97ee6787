#include "contents.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/try.h"
#include "stat.h"
#include "subtree.h"

namespace txn {
namespace {

constexpr std::size_t k_chunk = 128 * 1024;

// Fills the buffer, or less at the end of the file.
base::Result<std::size_t> read_chunk(int fd, char* buffer) {
  std::size_t used = 0;
  while (used < k_chunk) {
    const ssize_t got = ::read(fd, buffer + used, k_chunk - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("read failed");
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  return used;
}

enum class Ours : bool { no, yes };

base::Result<base::Fd> open_file(int folder, const std::string& name, Ours ours) {
  base::Fd fd(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd && errno == EACCES && ours == Ours::yes) {
    // Our own file, without the right to read it ("chmod 000"): given for as long as it takes to open.
    struct stat st {};
    if (::fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
        ::fchmodat(folder, name.c_str(), 0600, 0) == 0) {
      fd.reset(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
      if (::fchmodat(folder, name.c_str(), st.st_mode & 07777U, 0) != 0)
        return base::fail_errno("cannot restore the mode of " + name);
    }
  }
  if (!fd) return base::fail_errno("cannot read " + name);
  return fd;
}

}  // namespace

base::Result<bool> equal_contents(int folder_ours, const std::string& ours, int folder_other,
                                  const std::string& other) {
  auto opened = open_file(folder_other, other, Ours::no);
  if (!opened && opened.error().code == base::Code::denied) return false;
  if (!opened) return base::fail(std::move(opened).error());
  const base::Fd fd_b = std::move(*opened);
  TRY(const base::Fd fd_a, open_file(folder_ours, ours, Ours::yes));
  static thread_local std::vector<char> buffer(2 * k_chunk);
  for (;;) {
    TRY(const std::size_t got_a, read_chunk(fd_a.get(), buffer.data()));
    TRY(const std::size_t got_b, read_chunk(fd_b.get(), buffer.data() + k_chunk));
    if (got_a != got_b || std::memcmp(buffer.data(), buffer.data() + k_chunk, got_a) != 0)
      return false;
    if (got_a < k_chunk) return true;
  }
}

base::Result<std::string> link_target(int folder, const std::string& name) {
  char target[PATH_MAX];
  const ssize_t length = ::readlinkat(folder, name.c_str(), target, sizeof target);
  if (length < 0) return base::fail_errno("cannot read the link " + name);
  return std::string(target, static_cast<std::size_t>(length));
}

namespace {

struct Leaf {
  std::string path;
  Kind kind;
  std::uint64_t size;
  std::int64_t mtime_ns;
  auto key() const { return std::tie(path, kind, size); }
};

base::Result<std::vector<Leaf>> leaves(int folder, const std::string& name, std::uint64_t limit) {
  std::vector<Leaf> out;
  TRY(const auto found, survey(folder, name, limit, [&](const Entry& entry) -> base::Result<Walk> {
        const Stat stat = to_stat(entry.st);
        out.push_back({entry.path, stat.kind, stat.kind == Kind::folder ? 0 : stat.size, stat.mtime_ns});
        return Walk::on;
      }));
  if (!found.is_complete) out.clear();
  std::sort(out.begin(), out.end(), [](const Leaf& x, const Leaf& y) { return x.path < y.path; });
  return out;
}

}  // namespace

base::Result<bool> equal_folders(int folder_a, const std::string& a, int folder_b,
                                 const std::string& b, std::uint64_t entries_max,
                                 std::uint64_t& budget) {
  TRY(const auto in_a, leaves(folder_a, a, entries_max));
  TRY(const auto in_b, leaves(folder_b, b, entries_max));
  if (in_a.empty() || in_a.size() != in_b.size()) return false;
  for (std::size_t i = 0; i < in_a.size(); ++i)
    if (in_a[i].key() != in_b[i].key()) return false;
  for (std::size_t i = 0; i < in_a.size(); ++i) {
    const Leaf& leaf = in_a[i];
    if (leaf.kind != Kind::file && leaf.kind != Kind::symlink) continue;
    const std::string path_a = a + "/" + leaf.path, path_b = b + "/" + leaf.path;
    if (leaf.kind == Kind::symlink) {
      TRY(const auto target_a, link_target(folder_a, path_a));
      TRY(const auto target_b, link_target(folder_b, path_b));
      if (target_a != target_b) return false;
      continue;
    }
    if (leaf.size > budget) {
      if (leaf.mtime_ns != in_b[i].mtime_ns) return false;
      continue;
    }
    budget -= leaf.size;
    TRY(const bool equal, equal_contents(folder_a, path_a, folder_b, path_b));
    if (!equal) return false;
  }
  return true;
}

base::Result<std::string> read_version(int folder, const std::string& name, const Stat& stat, std::size_t limit) {
  if (stat.kind == Kind::symlink) return link_target(folder, name);
  if (stat.kind != Kind::file) return base::fail(base::Code::invalid, name + " is not a file");
  if (stat.size > limit)
    return base::fail(base::Code::too_big, name + " has " + std::to_string(stat.size) + " bytes, more than the limit of " +
                                         std::to_string(limit));
  const base::Fd fd(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot read " + name);
  std::string out(stat.size, 0);
  std::size_t used = 0;
  while (used < out.size()) {
    const ssize_t got = ::read(fd.get(), out.data() + used, out.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read " + name);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  out.resize(used);
  return out;
}

}  // namespace txn

#include "policy_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "base/paths.h"
#include "tree_walk.h"

namespace workspace {

using base::Code;

static bool is_whiteout(const struct stat& st) { return S_ISCHR(st.st_mode) && st.st_rdev == 0; }

Side::Side(const std::string& folder) {
  if (auto opened = Rooted::open(folder)) root_ = *std::move(opened);
}

std::optional<struct stat> Side::look(const std::string& path) const {
  if (root_ == nullptr) return std::nullopt;
  const base::Fd fd(root_->open_at(path, O_PATH | O_NOFOLLOW));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0 || is_whiteout(st)) return std::nullopt;
  return st;
}

bool Side::has_folder(const std::string& path) const {
  const auto st = look(path);
  return st && S_ISDIR(st->st_mode);
}

base::Fd Side::open(const std::string& path) const {
  if (root_ == nullptr) return {};
  base::Fd fd(root_->open_at(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) return {};
  return fd;
}

base::Result<std::string> Side::read(const std::string& path, std::size_t limit) const {
  const auto st = look(path);
  if (!st) return base::fail(Code::not_found, "not there: " + path);
  if (S_ISLNK(st->st_mode)) {
    const base::Fd link(root_->open_at(path, O_PATH | O_NOFOLLOW));
    char target[PATH_MAX];
    const ssize_t size = ::readlinkat(link.get(), "", target, sizeof target);
    if (size < 0) return base::fail_errno("cannot read the link " + path);
    return std::string(target, static_cast<std::size_t>(size));
  }
  if (!S_ISREG(st->st_mode)) return base::fail(Code::invalid, "not a file: " + path);
  const base::Fd fd = open(path);
  if (!fd) return base::fail(Code::denied, "cannot be read: " + path);
  std::string out;
  char block[16384];
  for (;;) {
    const ssize_t got = ::read(fd.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read " + path);
    if (got == 0) return out;
    if (out.size() + static_cast<std::size_t>(got) > limit)
      return base::fail(Code::too_big, "larger than plumb looks at: " + path);
    out.append(block, static_cast<std::size_t>(got));
  }
}

bool Side::walk(const std::string& folder, const Visit& visit) const {
  struct Found {
    std::string path;
    int depth = 0;
    struct stat st {};
  };
  if (root_ == nullptr) return false;
  bool complete = true;
  std::vector<Found> waiting;  // the next one last
  const auto enter = [&](const std::string& here, int depth) {
    base::Fd fd(root_->open_at(here, O_RDONLY | O_DIRECTORY));
    DIR* dir = fd && depth <= k_depth_max ? ::fdopendir(fd.get()) : nullptr;
    if (dir == nullptr) {
      complete = false;
      return;
    }
    const int at = fd.release();
    const std::size_t first = waiting.size();
    while (const dirent* entry = ::readdir(dir)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      Found found{base::join(here, name), depth};
      if (::fstatat(at, entry->d_name, &found.st, AT_SYMLINK_NOFOLLOW) != 0)
        complete = false;
      else if (!is_whiteout(found.st))
        waiting.push_back(std::move(found));
    }
    ::closedir(dir);
    std::sort(waiting.begin() + static_cast<std::ptrdiff_t>(first), waiting.end(),
              [](const Found& a, const Found& b) { return a.path > b.path; });
  };
  enter(folder, 0);
  while (!waiting.empty()) {
    const Found found = std::move(waiting.back());
    waiting.pop_back();
    const Next next = visit(found.path, found.st);
    if (next == Next::stop) return false;
    if (next == Next::into && S_ISDIR(found.st.st_mode)) enter(found.path, found.depth + 1);
  }
  return complete;
}

}  // namespace workspace

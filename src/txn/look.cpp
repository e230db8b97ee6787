// Where a version is now. Versions keep their inode wherever they are moved: in the tree, or in the
// store of this transaction or of another one. So they are found by path and inode, and what is found
// is what it was, or nothing is.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/paths.h"
#include "base/try.h"
#include "contents.h"
#include "file_store.h"
#include "stat.h"
#include "subtree.h"

namespace txn {
namespace {

using base::Code;

// A file or a link in an open folder.
base::Result<std::string> read_at(int folder, const std::string& name, const Stat& stat, std::size_t limit) {
  if (stat.kind == Kind::symlink) return link_target(folder, name);
  if (stat.kind != Kind::file) return base::fail(Code::invalid, name + " is not a file");
  if (stat.size > limit)
    return base::fail(Code::too_big, name + " has " + std::to_string(stat.size) + " bytes, more than the limit of " +
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

}  // namespace

std::string FileStore::shelf_path(std::size_t at, std::size_t index) const {
  const Effect& effect = all_[at].effects[index];
  if (inner_[at].items[index].way == Way::remove) return path_of(all_[at].number, "undo/x" + std::to_string(index));
  return base::join(upper(all_[at].number), effect.path);
}

// A place where a version may be: a folder of ours or the tree, and the path below it.
struct FileStore::Version {
  int root;
  std::string shown, path;
};

base::Result<std::string> FileStore::content(std::uint64_t number, const Effect& asked, Side side,
                                             std::size_t limit) const {
  TRY(const std::size_t at, find(number));
  const auto& effects = all_[at].effects;
  // The effect itself, or the whole folder that `asked` lies in.
  const Effect* effect = nullptr;
  for (std::string path = asked.path; effect == nullptr && path != "." && path != "/"; path = base::parent(path)) {
    const auto found = std::lower_bound(effects.begin(), effects.end(), path,
                                        [](const Effect& e, const std::string& p) { return e.path < p; });
    if (found != effects.end() && found->path == path) effect = &*found;
  }
  if (effect == nullptr) return base::fail(Code::not_found, "transaction " + std::to_string(number) + " did not change " + asked.path);
  const bool is_inner = effect->path != asked.path;
  const auto& wanted = side == Side::before ? effect->before : effect->after;
  if (!wanted) return base::fail(Code::not_found, asked.path + (side == Side::before ? " did not exist before" : " does not exist after"));
  if (!is_inner && wanted->kind == Kind::folder) return base::fail(Code::invalid, asked.path + " is a folder");
  if (is_inner && wanted->kind != Kind::folder) return base::fail(Code::not_found, asked.path + " does not exist there");

  // Every place where something of this path may lie: the tree, then each store, the newest first.
  const auto read_below = [&](const std::string& root, const std::string& path,
                              const std::string& inner) -> base::Result<std::optional<std::string>> {
    const base::Fd fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return std::optional<std::string>();
    Folders folders(fd.get(), root);
    const auto parent = folders.open_parent(path);
    if (!parent) return std::optional<std::string>();
    TRY(auto found, look(*parent, std::string(base::file_name(path))));
    const auto key_is = [&](const Stat& stat) {
      if (stat.kind != wanted->kind || stat.inode != wanted->inode) return false;
      return stat.kind == Kind::folder || inner_[at].items[static_cast<std::size_t>(effect - effects.data())].way == Way::attributes ||
             (stat.size == wanted->size && stat.mtime_ns == wanted->mtime_ns);
    };
    if (!found || !key_is(*found)) return std::optional<std::string>();
    if (inner.empty()) {
      TRY(auto bytes, read_at(*parent, std::string(base::file_name(path)), *found, limit));
      return std::optional<std::string>(std::move(bytes));
    }
    const std::string below = base::join(path, inner);
    const auto deep = folders.open_parent(below);
    if (!deep) return std::optional<std::string>();
    TRY(found, look(*deep, std::string(base::file_name(below))));
    if (!found) return std::optional<std::string>();
    TRY(auto bytes, read_at(*deep, std::string(base::file_name(below)), *found, limit));
    return std::optional<std::string>(std::move(bytes));
  };

  const std::string inner = is_inner ? asked.path.substr(effect->path.size() + 1) : std::string();
  TRY(auto bytes, read_below(options_.root, effect->path, inner));
  if (bytes) return std::move(*bytes);
  for (std::size_t other = all_.size(); other-- > 0;) {
    for (std::string path = effect->path; path != "." && path != "/"; path = base::parent(path)) {
      const auto& list = all_[other].effects;
      const auto found = std::lower_bound(list.begin(), list.end(), path,
                                          [](const Effect& e, const std::string& p) { return e.path < p; });
      if (found == list.end() || found->path != path) continue;
      const auto index = static_cast<std::size_t>(found - list.begin());
      const std::string rest = effect->path.size() > path.size() ? effect->path.substr(path.size() + 1) : std::string();
      const std::string shelf = shelf_path(other, index);
      if (!base::exists(shelf)) continue;
      const std::string root = base::parent(shelf), name(base::file_name(shelf));
      TRY(bytes, read_below(root, rest.empty() ? name : base::join(name, rest), inner));
      if (bytes) return std::move(*bytes);
    }
  }
  return base::fail(Code::not_found, "that version of " + asked.path + " is not kept any more, or was changed in place");
}

base::Result<std::vector<std::string>> FileStore::inside(std::uint64_t number, const Effect& asked, std::size_t limit) const {
  TRY(const std::size_t at, find(number));
  const auto& effects = all_[at].effects;
  const auto found = std::lower_bound(effects.begin(), effects.end(), asked.path,
                                      [](const Effect& e, const std::string& p) { return e.path < p; });
  if (found == effects.end() || found->path != asked.path)
    return base::fail(Code::not_found, "transaction " + std::to_string(number) + " did not change " + asked.path);
  const auto index = static_cast<std::size_t>(found - effects.begin());
  const Stat& wanted = is_folder(found->after) ? *found->after : found->before ? *found->before : *found->after;
  if (wanted.kind != Kind::folder) return base::fail(Code::invalid, asked.path + " is not a folder");
  for (const std::string& place : {base::join(options_.root, asked.path), shelf_path(at, index)}) {
    TRY(const auto there, look(AT_FDCWD, place));
    if (!there || there->inode != wanted.inode) continue;
    std::vector<std::string> out;
    TRY(const Survey all, survey(AT_FDCWD, place, limit == 0 ? 1 : limit + 1, [&](const Entry& entry) -> base::Result<Walk> {
          if (!entry.path.empty()) out.push_back(asked.path + "/" + entry.path);
          return Walk::on;
        }));
    (void)all;
    std::sort(out.begin(), out.end());
    return out;
  }
  return base::fail(Code::not_found, "the folder " + asked.path + " is not kept any more");
}

}  // namespace txn

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
using base::Code;

std::string FileStore::shelf_path(std::size_t at, std::size_t index) const {
  const Effect& effect = all_[at].effects[index];
  if (inner_[at].items[index].way == Way::remove) return path_of(all_[at].number, "undo/x" + std::to_string(index));
  return base::join(upper(all_[at].number), effect.path);
}

namespace {

std::vector<Effect>::const_iterator at_path(const std::vector<Effect>& effects, std::string_view path) {
  const auto found = std::lower_bound(effects.begin(), effects.end(), path,
                                      [](const Effect& effect, std::string_view p) { return effect.path < p; });
  return found != effects.end() && found->path == path ? found : effects.end();
}

// The path in `rest` of "a/b/rest" below "a/b"; "" for the same path.
std::string below(const std::string& path, const std::string& above) {
  return path.size() > above.size() ? path.substr(above.size() + 1) : std::string();
}

}  // namespace

// A folder (the tree, or one of ours) and the path in it, free of links, at which a version lies.
struct FileStore::Found {
  std::string root, path;
};

base::Result<FileStore::Found> FileStore::locate(std::uint64_t number, const std::string& asked, Side side) const {
  TRY(const std::size_t at, find(number));
  const auto& effects = all_[at].effects;
  // The effect itself, or the whole folder that `asked` lies in.
  auto effect = effects.end();
  for (std::string path = asked; effect == effects.end() && path != "." && path != "/"; path = base::parent(path))
    effect = at_path(effects, path);
  if (effect == effects.end())
    return base::fail(Code::not_found, "transaction " + std::to_string(number) + " did not change " + asked);
  const std::string inner = below(asked, effect->path);
  const auto& wanted = side == Side::before ? effect->before : effect->after;
  if (!wanted || (!inner.empty() && wanted->kind != Kind::folder))
    return base::fail(Code::not_found, asked + (side == Side::before ? " did not exist before" : " does not exist after"));

  const bool in_place = inner_[at].items[static_cast<std::size_t>(effect - effects.begin())].way == Way::attributes;
  const auto lies_at = [&](const std::string& root, const std::string& path) -> base::Result<bool> {
    const base::Fd fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return false;
    Folders folders(fd.get(), root);
    const auto parent = folders.open_parent(path);
    if (!parent) return false;
    TRY(const auto found, look(*parent, std::string(base::file_name(path))));
    if (!found || found->kind != wanted->kind || found->inode != wanted->inode) return false;
    if (found->kind != Kind::folder && !in_place && (found->size != wanted->size || found->mtime_ns != wanted->mtime_ns))
      return false;
    if (inner.empty()) return true;
    const std::string deep = base::join(path, inner);
    const auto its_parent = folders.open_parent(deep);
    if (!its_parent) return false;
    TRY(const auto it, look(*its_parent, std::string(base::file_name(deep))));
    return it.has_value();
  };

  TRY(bool is_there, lies_at(options_.root, effect->path));
  if (is_there) return Found{options_.root, base::join(effect->path, inner)};
  for (std::size_t other = all_.size(); other-- > 0;) {
    const auto& list = all_[other].effects;
    for (std::string above = effect->path; above != "." && above != "/"; above = base::parent(above)) {
      const auto holder = at_path(list, above);
      if (holder == list.end()) continue;
      const std::string shelf = shelf_path(other, static_cast<std::size_t>(holder - list.begin()));
      const std::string root = base::parent(shelf);
      const std::string path = base::join(base::file_name(shelf), below(effect->path, above));
      TRY(is_there, lies_at(root, path));
      if (is_there) return Found{root, base::join(path, inner)};
    }
  }
  return base::fail(Code::not_found, "that version of " + asked + " is not kept any more, or was changed in place");
}

base::Result<std::string> FileStore::where(std::uint64_t number, const std::string& path, Side side) const {
  TRY(const Found found, locate(number, path, side));
  return base::join(found.root, found.path);
}

base::Result<std::string> FileStore::content(std::uint64_t number, const Effect& effect, Side side,
                                             std::size_t limit) const {
  TRY(const Found found, locate(number, effect.path, side));
  const base::Fd fd(::open(found.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot open " + found.root);
  Folders folders(fd.get(), found.root);
  TRY(const int parent, folders.open_parent(found.path));
  const std::string name(base::file_name(found.path));
  TRY(const auto stat, look(parent, name));
  if (!stat) return base::fail(Code::not_found, effect.path + " is gone");
  return read_version(parent, name, *stat, limit);
}

base::Result<std::vector<std::string>> FileStore::inside(std::uint64_t number, const Effect& asked, std::size_t limit) const {
  TRY(const std::size_t at, find(number));
  const auto& effects = all_[at].effects;
  const auto found = at_path(effects, asked.path);
  if (found == effects.end())
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

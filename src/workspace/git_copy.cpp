// .git may be a folder, or a file "gitdir: PATH" (worktrees, submodules). A copy of such a file would
// tie the copy to the original's index and HEAD: `git checkout` in the copy would move the original.
// So a real folder is made: what all worktrees share, over it what is this worktree's own, and
// instead of the objects (most of the bytes) the path of the original's.

#include <sys/stat.h>

#include "base/paths.h"
#include "base/try.h"
#include "tree_copy.h"
#include "workspace/carry.h"

namespace workspace {
namespace {

using base::Code;
using base::join;

constexpr std::size_t k_small_file_max = std::size_t{64} << 10;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.pop_back();
  return text;
}

struct GitPlace {
  std::string own;     ///< HEAD, index
  std::string shared;  ///< refs, config, objects; the same folder but in worktrees
};

base::Result<GitPlace> find_git(const std::string& git) {
  GitPlace out{git, git};
  if (!base::is_dir(git)) {
    TRY(auto text, base::read_file(git, k_small_file_max));
    text = trimmed(std::move(text));
    constexpr std::string_view k_gitdir = "gitdir: ";
    if (!text.starts_with(k_gitdir))
      return base::fail(Code::invalid, git + " is neither a repository nor the way to one");
    out.own = out.shared = base::normalize(join(base::parent(git), text.substr(k_gitdir.size())));
  }
  if (const auto common = base::read_file(join(out.own, "commondir"), k_small_file_max))
    out.shared = base::normalize(join(out.own, trimmed(*common)));
  return out;
}

// Everything below `from` but the folders that are `left_out`.
base::Result<> copy_without(const std::string& from, const std::string& into, CopyRules rules,
                            const std::vector<std::string>& left_out, const std::stop_token& stop) {
  TRY(const auto root, Rooted::open(from));
  rules.walk.with_git = true;
  for (const std::string& name : left_out) {
    struct stat st {};
    if (::stat(join(root->path(), name).c_str(), &st) == 0)
      rules.walk.skipped.emplace_back(st.st_dev, st.st_ino);
  }
  return copy_tree(*root, into, rules, stop);
}

base::Result<> copy_file(const std::string& from, const std::string& to) {
  auto bytes = base::read_file(from);
  if (!bytes && bytes.error().code == Code::not_found) return {};
  if (!bytes) return base::fail(std::move(bytes).error());
  return base::write_file(to, *bytes);
}

// A submodule's config says where its files lie, seen from its own folder: from the copy that would
// be somewhere else.
base::Result<> drop_worktree(const std::string& config) {
  auto text = base::read_file(config, std::size_t{16} << 20);
  if (!text && text.error().code == Code::not_found) return {};
  if (!text) return base::fail(std::move(text).error());
  std::string out;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size() - 1) + 1;
    const std::string_view line = std::string_view(*text).substr(begin, end - begin);
    const std::size_t word = line.find_first_not_of(" \t");
    if (word == std::string_view::npos || !line.substr(word).starts_with("worktree")) out += line;
    begin = end;
  }
  return base::write_file(config, out);
}

}  // namespace

base::Result<> copy_git(const Rooted& from, const std::string& into, const CopyRules& rules,
                        std::stop_token stop) {
  const std::string git = join(from.path(), ".git");
  if (!base::exists(git)) return {};
  TRY(const auto place, find_git(git));
  const std::string copy = join(into, ".git");
  TRY_DO(copy_without(place.shared, copy, rules, {"objects", "worktrees", "modules"}, stop));
  if (place.own != place.shared)
    for (const char* name : {"HEAD", "index", "ORIG_HEAD", "MERGE_HEAD"})
      TRY_DO(copy_file(join(place.own, name), join(copy, name)));
  TRY_DO(drop_worktree(join(copy, "config")));
  // A lock belongs to a git that runs in the original.
  TRY_DO(base::remove_all(join(copy, "index.lock")));
  TRY_DO(base::make_dirs(join(copy, "objects/info")));
  TRY_DO(base::make_dirs(join(copy, "objects/pack")));
  TRY_DO(base::make_dirs(join(copy, "refs")));
  return base::write_file(join(copy, "objects/info/alternates"), join(place.shared, "objects") + "\n");
}

std::string lent_repository(const std::string& root) {
  const std::string git = join(root, ".git");
  if (!base::exists(git)) return {};
  const auto place = find_git(git);
  return place ? place->shared : std::string();
}

}  // namespace workspace

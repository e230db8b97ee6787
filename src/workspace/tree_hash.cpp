#include "tree_hash.h"

#include <algorithm>
#include <set>

#include "base/paths.h"
#include "base/try.h"
#include "ignored.h"

namespace workspace {

namespace {

base::Result<std::string> hash_of(const Rooted& root, const Snapshot& tree, const IgnoreTexts& texts) {
  const auto ignored = find_ignored(root, tree, texts);
  text::Sha256 sum;
  for (std::size_t i = 0; i < tree.entries.size(); ++i) {
    const Entry& entry = tree.entries[i];
    if (ignored[i] || (entry.kind != Kind::file && entry.kind != Kind::symlink)) continue;
    if (!entry.hashed)
      return base::fail(base::Code::io,
                        "the tree has no hash: cannot read " + base::join(root.path(), entry.path));
    // As git sees it: more of the mode depends on the umask of whoever made the copy.
    sum.add(entry.kind == Kind::symlink ? "l " : (entry.mode & 0100) != 0 ? "x " : "f ");
    sum.add(text::to_hex(entry.hash));
    sum.add(" ");
    sum.add(entry.path);
    sum.add(std::string_view("\0", 1));
  }
  return sum.hex();
}

/// True if a folder around `path` is in `folders`.
bool is_below(const std::string& path, const std::set<std::string>& folders) {
  for (std::string folder = base::parent(path); folder != "." && !folder.empty(); folder = base::parent(folder))
    if (folders.contains(folder)) return true;
  return false;
}

}  // namespace

base::Result<std::string> tree_hash_of(const Rooted& root, const Snapshot& tree) { return hash_of(root, tree, {}); }

base::Result<std::string> tree_hash_before(const Rooted& root, Snapshot tree, const std::vector<Effect>& effects,
                                           const ContentBefore& content) {
  std::set<std::string> touched, made, listed;
  std::vector<const Effect*> went;
  for (const Effect& effect : effects) {
    touched.insert(effect.path);
    listed.insert(base::parent(effect.path));
    const bool is_folder_after = effect.after && effect.after->kind == Kind::folder;
    const bool is_folder_before = effect.before && effect.before->kind == Kind::folder;
    if (is_folder_after && !is_folder_before) made.insert(effect.path);
    if (is_folder_before && !is_folder_after && effect.entries > 1) went.push_back(&effect);
  }
  for (const Effect* folder : went)
    if (!listed.contains(folder->path))
      return base::fail(base::Code::unsupported, "the tree before has no hash: the folder " + folder->path +
                                                     " was removed whole, and what was in it is not listed");
  std::erase_if(tree.entries, [&](const Entry& entry) { return touched.contains(entry.path) || is_below(entry.path, made); });
  IgnoreTexts texts;
  for (const Effect& effect : effects) {
    if (!effect.before || effect.path.starts_with("../")) continue;
    Entry entry;
    entry.path = effect.path;
    entry.kind = effect.before->kind;
    entry.mode = effect.before->mode;
    if (entry.kind == Kind::file || entry.kind == Kind::symlink) {
      TRY(const std::string bytes, content(effect));
      text::Sha256 sum;
      sum.add(bytes);
      entry.hash = sum.digest();
      entry.hashed = true;
      if (base::file_name(effect.path) == ".gitignore") texts.emplace(effect.path, bytes);
    }
    tree.entries.push_back(std::move(entry));
  }
  std::sort(tree.entries.begin(), tree.entries.end(), [](const Entry& a, const Entry& b) { return before(a.path, b.path); });
  return hash_of(root, tree, texts);
}

void add_hash_before(const Rooted& root, Snapshot tree, const std::vector<Effect>& effects, const ContentBefore& content,
                     Workspace::Hashes& out) {
  auto before = tree_hash_before(root, std::move(tree), effects, content);
  if (before) out.before = *std::move(before);
  else out.why_not = before.error().what;
}

}  // namespace workspace

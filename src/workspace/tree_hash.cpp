#include "tree_hash.h"

#include "base/paths.h"
#include "ignored.h"

namespace workspace {

base::Result<std::string> tree_hash_of(const Rooted& root, const Snapshot& tree) {
  const auto ignored = find_ignored(root, tree);
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

}  // namespace workspace

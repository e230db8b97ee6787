#include "policy_index.h"

#include "base/try.h"
#include "git_index.h"
#include "git_repository.h"

namespace workspace {

namespace {

constexpr std::size_t k_link_max = 4096;

base::Result<GitIndex> read_index(const Side& side, const std::string& path, std::size_t hash_size) {
  const auto bytes = side.read(path, GitIndex::k_bytes_max);
  if (!bytes && bytes.error().code == base::Code::not_found) return GitIndex();
  if (!bytes) return base::fail(bytes.error());
  TRY(auto index, GitIndex::parse(*bytes, hash_size));
  if (!index.shared().empty()) return base::fail(base::Code::unsupported, "a split index");
  return index;
}

/// Whether the tree has what the index says.
bool is_in_tree(const Side& tree, const std::string& path, const GitEntry& entry) {
  const auto st = tree.look(path);
  if (!st) return false;
  if (S_ISLNK(st->st_mode)) {
    const auto target = tree.read(path, k_link_max);
    return target && hash_blob(*target, entry.hash.size) == entry.hash;
  }
  const auto file = tree.open(path);
  if (!file) return false;
  const auto hash = hash_file(file.get(), static_cast<std::uint64_t>(st->st_size), entry.hash.size);
  return hash && *hash == entry.hash;
}

bool is_same(const std::vector<GitEntry>& a, const std::vector<GitEntry>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].mode != b[i].mode || a[i].stage != b[i].stage || !(a[i].hash == b[i].hash)) return false;
  return true;
}

}  // namespace

base::Result<std::string> staged_changes(const Side& before, const Side& after, const std::string& index, std::size_t hash_size,
                                         const std::function<bool(const std::string& path, txn::Change change)>& is_forbidden) {
  TRY(const auto old_one, read_index(before, index, hash_size));
  TRY(const auto new_one, read_index(after, index, hash_size));
  for (std::size_t i = 0; i < new_one.size(); ++i) {
    const std::string path(new_one.path(i));
    const auto was = old_one.find(path), is = new_one.find(path);
    if (is_same(was, is) || !is_forbidden(path, was.empty() ? txn::Change::created : txn::Change::modified)) continue;
    if (is.size() != 1 || !is_in_tree(before, path, is.front())) return path;
  }
  for (std::size_t i = 0; i < old_one.size(); ++i) {
    const std::string path(old_one.path(i));
    if (new_one.find(path).empty() && is_forbidden(path, txn::Change::deleted) && before.look(path)) return path;
  }
  return std::string();
}

bool leads_to_commits(const std::string& path) { return path.find("/objects/") == std::string::npos && !path.ends_with("/objects"); }

Judgement with_refused(const std::string& path) {
  constexpr std::size_t k_shown = 200;
  std::string shown;
  for (const char c : path.substr(0, k_shown)) shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return {Verdict::refuse, "git would have what a rule forbids (" + shown + ")", ""};
}

}  // namespace workspace

#include "snapshot.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace workspace {

Version Entry::version() const {
  Version out;
  out.kind = kind;
  if (hashed && kept) out.hash = text::to_hex(hash);
  out.size = kind == Kind::folder ? 0 : size;
  out.mode = mode;
  out.mtime_ns = mtime_ns;
  return out;
}

bool before(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (a[i] == b[i]) continue;
    if (a[i] == '/' || b[i] == '/') return a[i] == '/';
    return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[i]);
  }
  return a.size() < b.size();
}

const Entry* Snapshot::find(std::string_view path) const {
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), path,
      [](const Entry& entry, std::string_view wanted) { return before(entry.path, wanted); });
  return found != entries.end() && found->path == path ? &*found : nullptr;
}

std::optional<Change> change_of(const std::optional<Version>& before_it,
                                const std::optional<Version>& after_it) {
  if (!before_it && !after_it) return std::nullopt;
  if (!before_it) return Change::created;
  if (!after_it) return Change::deleted;
  if (before_it->kind != after_it->kind) return Change::type;
  const bool has_content = before_it->kind == Kind::file || before_it->kind == Kind::symlink;
  // A content that was not kept has no hash; then the size and the time must tell.
  if (has_content) {
    const bool known = !before_it->hash.empty() && !after_it->hash.empty();
    const bool same = known ? before_it->hash == after_it->hash
                            : before_it->size == after_it->size &&
                                  before_it->mtime_ns == after_it->mtime_ns;
    if (!same) return Change::modified;
  }
  // The mode of a link means nothing.
  if (before_it->mode != after_it->mode && before_it->kind != Kind::symlink) return Change::mode;
  return std::nullopt;
}

static std::optional<Change> change_of(const Entry& old_entry, const Entry& new_entry) {
  if (old_entry.kind != new_entry.kind) return Change::type;
  if (old_entry.kind == Kind::file || old_entry.kind == Kind::symlink) {
    const bool known = old_entry.hashed && new_entry.hashed;
    const bool same = known ? old_entry.hash == new_entry.hash
                            : old_entry.size == new_entry.size &&
                                  old_entry.mtime_ns == new_entry.mtime_ns &&
                                  old_entry.ctime_ns == new_entry.ctime_ns &&
                                  old_entry.inode == new_entry.inode;
    if (!same) return Change::modified;
  }
  if (old_entry.mode != new_entry.mode && old_entry.kind != Kind::symlink) return Change::mode;
  return std::nullopt;
}

// Whether the old version can be put back: a folder always, a content if it was kept. A change of
// mode needs no content.
static bool can_restore(const Entry& old_entry, Change change) {
  if (change == Change::mode || old_entry.kind == Kind::folder) return true;
  return old_entry.kind != Kind::other && old_entry.kept;
}

static Effect effect(const Entry* old_entry, const Entry* new_entry, Change change) {
  Effect out;
  out.path = old_entry != nullptr ? old_entry->path : new_entry->path;
  out.change = change;
  if (old_entry != nullptr) {
    out.before = old_entry->version();
    out.undoable = can_restore(*old_entry, change);
  }
  if (new_entry != nullptr) out.after = new_entry->version();
  return out;
}

std::vector<Effect> compare(const Snapshot& old_tree, const Snapshot& new_tree) {
  std::vector<Effect> out;
  auto old_entry = old_tree.entries.begin();
  auto new_entry = new_tree.entries.begin();
  auto old_end = old_tree.entries.end();
  auto new_end = new_tree.entries.end();
  // Of a tree that was cut only what both snapshots looked at can be compared.
  const auto cut = [](auto begin, auto end, const Snapshot& other) {
    if (!other.incomplete || other.entries.empty()) return end;
    return std::upper_bound(begin, end, other.entries.back().path,
                            [](std::string_view path, const Entry& entry) {
                              return before(path, entry.path);
                            });
  };
  old_end = cut(old_entry, old_end, new_tree);
  new_end = cut(new_entry, new_end, old_tree);
  while (old_entry != old_end || new_entry != new_end) {
    if (new_entry == new_end ||
        (old_entry != old_end && before(old_entry->path, new_entry->path))) {
      out.push_back(effect(&*old_entry, nullptr, Change::deleted));
      ++old_entry;
    } else if (old_entry == old_end || before(new_entry->path, old_entry->path)) {
      out.push_back(effect(nullptr, &*new_entry, Change::created));
      ++new_entry;
    } else {
      if (const auto change = change_of(*old_entry, *new_entry))
        out.push_back(effect(&*old_entry, &*new_entry, *change));
      ++old_entry;
      ++new_entry;
    }
  }
  return out;
}

// ---- on disk: a header, the entries one behind the other, XXH3-64 of all before ----

namespace {

constexpr std::string_view k_magic = "plumb tree 1\n";

template <class T>
void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
bool take(std::string_view& in, T& value) {
  if (in.size() < sizeof value) return false;
  std::memcpy(&value, in.data(), sizeof value);
  in.remove_prefix(sizeof value);
  return true;
}

bool take_text(std::string_view& in, std::string& text) {
  std::uint32_t size = 0;
  if (!take(in, size) || in.size() < size) return false;
  text.assign(in.substr(0, size));
  in.remove_prefix(size);
  return true;
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

}  // namespace

std::string to_bytes(const Snapshot& snapshot, std::string_view root) {
  std::string out(k_magic);
  out.reserve(64 + snapshot.entries.size() * 144);
  put_text(out, root);
  put(out, static_cast<std::uint8_t>(snapshot.incomplete));
  put(out, static_cast<std::uint64_t>(snapshot.entries.size()));
  for (const Entry& entry : snapshot.entries) {
    put_text(out, entry.path);
    const auto flags = static_cast<std::uint8_t>((entry.hashed ? 1 : 0) | (entry.kept ? 2 : 0) |
                                                 (entry.unsure ? 4 : 0) | (entry.refused ? 8 : 0));
    put(out, static_cast<std::uint8_t>(entry.kind));
    put(out, flags);
    put(out, entry.mode);
    put(out, entry.inode);
    put(out, entry.size);
    put(out, entry.mtime_ns);
    put(out, entry.ctime_ns);
    if (entry.hashed) put(out, entry.hash);
  }
  put(out, static_cast<std::uint64_t>(XXH3_64bits(out.data(), out.size())));
  return out;
}

std::optional<Snapshot> from_bytes(std::string_view bytes, std::string_view root) {
  if (!bytes.starts_with(k_magic) || bytes.size() < k_magic.size() + 8) return std::nullopt;
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + bytes.size() - 8, 8);
  bytes.remove_suffix(8);
  if (XXH3_64bits(bytes.data(), bytes.size()) != sum) return std::nullopt;
  bytes.remove_prefix(k_magic.size());
  Snapshot out;
  std::string its_root;
  std::uint8_t incomplete = 0;
  std::uint64_t count = 0;
  if (!take_text(bytes, its_root) || its_root != root || !take(bytes, incomplete) ||
      !take(bytes, count) || count > bytes.size())
    return std::nullopt;
  out.incomplete = incomplete != 0;
  out.entries.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    Entry& entry = out.entries.emplace_back();
    std::uint8_t kind = 0, flags = 0;
    if (!take_text(bytes, entry.path) || !take(bytes, kind) || !take(bytes, flags) ||
        !take(bytes, entry.mode) || !take(bytes, entry.inode) || !take(bytes, entry.size) ||
        !take(bytes, entry.mtime_ns) || !take(bytes, entry.ctime_ns) || kind > 3)
      return std::nullopt;
    entry.kind = static_cast<Kind>(kind);
    entry.hashed = (flags & 1) != 0;
    entry.kept = (flags & 2) != 0;
    entry.unsure = (flags & 4) != 0;
    entry.refused = (flags & 8) != 0;
    if (entry.hashed && !take(bytes, entry.hash)) return std::nullopt;
  }
  return out;
}

}  // namespace workspace

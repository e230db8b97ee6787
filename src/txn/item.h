#pragma once
// What the store knows about an effect beyond what it shows: how it is put in place, and what must be
// found there.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "txn/txn.h"

namespace txn {

/// How an effect is put in place. The letters are those of the journal.
enum class Way : char {
  create = 'C',       ///< rename from the upper into the tree; nothing may be there
  exchange = 'M',     ///< the two versions change places (files, types, replaced folders)
  remove = 'D',       ///< rename from the tree into undo/
  attributes = 'A',   ///< mode, times, xattrs of a file, where it is: inode and hard links stay
  folder = 'P',       ///< the same of a folder
  never = '-',        ///< a fifo, socket or device: not put in place
};

struct Attributes {
  std::uint32_t mode = 0, uid = 0, gid = 0;
  std::int64_t mtime_ns = 0;
  std::map<std::string, std::string> xattrs;
  bool is_closed = false;             ///< its owner may not read the xattrs: they are not known
  bool operator==(const Attributes&) const = default;
};

/// Beside Transaction::effects, index by index.
struct Item {
  Way way = Way::never;
  std::optional<Attributes> old_attributes, new_attributes;   ///< of ways A and P
  /// Of whole folders: the newest ctime below, of the version that was in the tree at plan time and of
  /// the new one when it was made ready. What is newer was changed by somebody else.
  std::int64_t newest_old_ns = 0, newest_new_ns = 0;
  std::uint64_t old_bytes = 0;        ///< of the version that is kept for undo
  std::string old_meaning, new_meaning;   ///< of both versions, where it is known: see Meanings
  std::string suspicion;              ///< a conflict that the upper itself shows
  // From the journal:
  std::optional<Stat> place;          ///< what is in the tree at this path, as far as we know
  std::uint64_t sequence = 0;         ///< of the batch that last put it in the tree; 0 = never
  bool prepared = false;              ///< overlayfs' marks and setuid bits are gone from the new version
};

inline bool is_folder(const std::optional<Stat>& stat) { return stat && stat->kind == Kind::folder; }

/// The same version of the same thing: ctime aside, which renames of ours change. A folder is the same
/// as long as its inode is.
inline bool is_same(const Stat& found, const Stat& expected) {
  if (found.kind != expected.kind || found.inode != expected.inode) return false;
  if (found.kind == Kind::folder) return true;
  return found.size == expected.size && found.mtime_ns == expected.mtime_ns &&
         found.mode == expected.mode;
}

/// And nobody has touched it since. Of a file with more names the ctime also changes when one of the
/// others is made or removed, so it says nothing.
inline bool is_untouched(const Stat& found, const Stat& expected) {
  return is_same(found, expected) &&
         (found.kind == Kind::folder || found.links > 1 || expected.links > 1 ||
          found.ctime_ns == expected.ctime_ns);
}

}  // namespace txn

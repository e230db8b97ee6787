#pragma once
// What a tree looked like at one moment: every entry with what stat says and the hash of its bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "object_store.h"
#include "workspace/workspace.h"

namespace workspace {

struct Entry {
  std::string path;  ///< from the root
  Kind kind = Kind::file;
  bool hashed = false;   ///< `hash` is that of the content
  bool kept = false;     ///< and the store has the content
  bool refused = false;  ///< it was read, and there was no room for it
  bool unsure = false;   ///< changed so shortly before it was read that a later change may not show
  std::uint32_t mode = 0;  ///< permission bits
  std::uint64_t inode = 0, size = 0;
  std::int64_t mtime_ns = 0, ctime_ns = 0;
  Hash hash{};

  /// As a version for effects: the hash only if the content can be had.
  [[nodiscard]] Version version() const;
};

struct Snapshot {
  std::vector<Entry> entries;  ///< in the order of before()
  bool incomplete = false;     ///< cut at entries_max

  [[nodiscard]] const Entry* find(std::string_view path) const;
};

/// The order of a walk that goes into each folder where it meets it: by bytes, '/' before all.
bool before(std::string_view a, std::string_view b);

/// What a command did: the difference of two snapshots of one tree, in their order.
std::vector<Effect> compare(const Snapshot& old_tree, const Snapshot& new_tree);

/// The change that two versions make; nothing if they are the same.
std::optional<Change> change_of(const std::optional<Version>& before,
                                const std::optional<Version>& after);

/// On disk: binary, with a checksum, for this machine only. `root` must be the same at loading.
std::string to_bytes(const Snapshot& snapshot, std::string_view root);
/// Nothing unless every byte is as it was written.
std::optional<Snapshot> from_bytes(std::string_view bytes, std::string_view root);

}  // namespace workspace

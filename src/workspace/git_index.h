#pragma once
// Git's index: which files git has, and what they looked like when it last looked. Parsed by our own
// code from bytes that a hostile repository may have written; nothing runs git.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace workspace {

/// SHA-1 or, in repositories that say so, SHA-256.
struct GitHash {
  std::array<unsigned char, 32> bytes{};
  std::size_t size = 20;
  bool operator==(const GitHash&) const = default;
  [[nodiscard]] std::string hex() const;
};

struct GitEntry {
  std::uint32_t mode = 0;           ///< as git has it: 0100644, 0100755, 0120000, 0160000 (submodule)
  std::uint32_t size = 0;           ///< the low 32 bits
  std::uint32_t mtime_s = 0, mtime_ns = 0;
  std::uint8_t stage = 0;           ///< 1 to 3: a conflict of a merge
  std::uint32_t marks = 0;          ///< other flags as they are: assume-valid, skip-worktree, intent-to-add
  GitHash hash;
};

/// Versions 2, 3 and 4. Immutable once made, safe from any thread.
class GitIndex {
 public:
  static constexpr std::size_t k_bytes_max = std::size_t{256} << 20;
  static constexpr std::size_t k_path_max = 4096;
  static constexpr std::size_t k_paths_max = std::size_t{512} << 20;  ///< of all paths together

  /// Fails with invalid (says at which byte), unsupported (another version, or an extension that one
  /// must understand), too_big (the bounds above). `hash_size` is 20 or 32. The checksum at the end is
  /// not looked at: git leaves it out where it is told to (index.skipHash).
  static base::Result<GitIndex> parse(std::string_view bytes, std::size_t hash_size);

  /// All entries of `path`: one, or up to three of a conflict. None if git does not have it.
  [[nodiscard]] std::vector<GitEntry> find(std::string_view path) const;
  /// True if an entry lies below `folder` ("" = any).
  [[nodiscard]] bool has_below(std::string_view folder) const;
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] std::string_view path(std::size_t number) const;
  /// A hash over what is staged: names, modes, objects, stages, marks; not over what git only remembers
  /// (times, sizes, caches). "" for a split index, whose rest is elsewhere.
  [[nodiscard]] std::string meaning() const;
  /// Of a split index: the name of the file with the rest of its entries, sharedindex.HEX; else "".
  [[nodiscard]] const std::string& shared() const { return shared_; }

 private:
  struct Item {
    std::uint32_t path_at, path_size;
    GitEntry entry;
  };
  base::Result<> read_extensions(std::string_view bytes, std::size_t at, std::size_t hash_size);
  [[nodiscard]] std::string_view path(const Item& item) const {
    return std::string_view(paths_).substr(item.path_at, item.path_size);
  }
  void sort();
  [[nodiscard]] std::vector<Item>::const_iterator first_not_below(std::string_view path) const;

  std::string paths_;
  std::vector<Item> items_;  // by path, then stage
  std::string shared_;
};

}  // namespace workspace

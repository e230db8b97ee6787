#pragma once
// Contents by their SHA-256: before-images of a project, shared by its sessions.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "text/sha256.h"

namespace workspace {

using Hash = text::Sha256::Digest;

/// Hex to bytes; nothing unless it is a SHA-256 in lower case.
base::Result<Hash> hash_from_hex(std::string_view hex);

/// Not for several threads at once; any number of processes may have the same store open.
class ObjectStore {
 public:
  /// Opens or makes the store. `generation` is the one that this session used before, "" for a new
  /// session. A generation that a live session uses is never removed.
  static base::Result<std::unique_ptr<ObjectStore>> open(const std::string& dir,
                                                         const std::string& generation,
                                                         std::uint64_t bytes_max);
  ~ObjectStore();

  [[nodiscard]] const std::string& generation() const { return generation_; }
  /// The folder of the generation: the place for caches that speak of its objects.
  [[nodiscard]] std::string folder() const;

  /// True if the generation written to has it.
  [[nodiscard]] bool has(const Hash& hash) const { return places_.contains(hash); }
  /// Bytes that can still be kept.
  [[nodiscard]] std::uint64_t room() const { return size_ < bytes_max_ ? bytes_max_ - size_ : 0; }

  /// Keeps the bytes, whose hash is `hash`. They may still be in memory: see flush().
  base::Result<> put(const Hash& hash, std::string_view bytes);
  /// On return all that was put is in the kernel. Before anything refers to it.
  base::Result<> flush();

  /// The bytes, checked against the hash. Fails with not_found, io (damaged).
  base::Result<std::string> get(const Hash& hash);

 private:
  struct Place {
    std::uint32_t pack = 0;
    std::uint64_t offset = 0, size = 0;
  };
  struct ByPrefix {
    std::size_t operator()(const Hash& hash) const;
  };
  using Places = std::unordered_map<Hash, Place, ByPrefix>;

  ObjectStore(std::string dir, std::string generation, base::Fd lock, std::uint64_t bytes_max);
  base::Result<> load(const std::string& folder, Places& places);
  base::Result<> start_pack();

  std::string dir_, generation_;
  base::Fd lock_;  ///< of the generation's folder: shared, held as long as we live
  std::uint64_t bytes_max_, size_ = 0;
  std::vector<std::string> packs_;  ///< paths, without their ending
  Places places_;                   ///< of our generation
  Places older_;                    ///< of the others, for reading; loaded at the first miss
  bool older_loaded_ = false;
  base::Fd pack_, index_;           ///< ours, being written
  std::uint32_t own_pack_ = 0;
  std::uint64_t pack_size_ = 0, index_size_ = 0;
  std::string pending_, pending_index_;
};

}  // namespace workspace

#pragma once
// What the model has seen of the project's files, so that nothing unseen is overwritten.

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/error.h"

namespace tools {

/// One a session, shared by its tools; for the loop's thread. Files are known by their absolute path.
class ReadLedger {
 public:
  /// Files remembered; beyond it those seen longest ago are forgotten (and must be read again).
  static constexpr std::size_t k_files_max = 20000;

  /// The model was shown `path` (a part of it is enough), or plumb wrote it: `hash` is the SHA-256 of
  /// the whole file then, as workspace::Version has it.
  void saw(const std::string& path, std::string hash);
  void forget(const std::string& path);
  [[nodiscard]] bool knows(const std::string& path) const { return seen_.contains(path); }

  /// Whether `path` may be changed while its content has `hash`. Fails with invalid (never read) and
  /// changed (read, but other than it is now). `shown` is the path for the message.
  [[nodiscard]] base::Result<> check(const std::string& path, const std::string& hash,
                                     const std::string& shown) const;

 private:
  struct Seen {
    std::string hash;
    std::uint64_t order;
  };
  void drop_oldest();

  std::unordered_map<std::string, Seen> seen_;
  std::uint64_t order_ = 0;
};

}  // namespace tools

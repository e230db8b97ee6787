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

  /// The model has lines first..last of `path`, whose content has `hash`, in its window: call `call` showed them.
  void showed(const std::string& path, const std::string& hash, std::size_t first, std::size_t last, std::string call);
  /// The call that showed them, if they are in the window still and the file is as it was; "" = none.
  [[nodiscard]] std::string shown_by(const std::string& path, const std::string& hash, std::size_t first,
                                     std::size_t last) const;
  /// What was shown may be gone from the window: it is shown again when it is asked for.
  void nothing_in_sight() { in_sight_.clear(); }
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
  struct InSight {
    std::string hash, call;
    std::size_t first, last;
  };
  void drop_oldest();

  std::unordered_multimap<std::string, InSight> in_sight_;
  std::unordered_map<std::string, Seen> seen_;
  std::uint64_t order_ = 0;
};

}  // namespace tools

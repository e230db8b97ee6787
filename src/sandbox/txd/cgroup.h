#pragma once
// Limits for all processes of a command together, where this user may make control groups (v2).

#include "txd/world.h"

namespace sandbox::txd {

/// The group of a box: made beside or below the one that this process is in, with the helper in a group
/// of its own inside, so that commands' groups can be made beside that.
class BoxGroup {
 public:
  /// Before the namespaces are made: makes the group and enters it. Fails with unsupported: no group
  /// can be made here; says why.
  static base::Result<BoxGroup> enter(const Limits& limits);
  /// After: the group is then all that the cgroup namespace shows.
  base::Result<> split();

  /// A group for the next command; the descriptor of its cgroup.procs, to which its init writes "0".
  base::Result<base::Fd> make_next(const Limits& limits);

  [[nodiscard]] bool is_made() const { return static_cast<bool>(folder_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  base::Fd folder_;
  int number_ = 0, removed_ = 0;
};

}  // namespace sandbox::txd

#pragma once
// The files that a session touched, as they were at a moment of its log.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plumb/host.h"
#include "workspace/workspace.h"

namespace host {

inline constexpr std::size_t k_content_max = std::size_t{1} << 20;

/// As plumb::Host::diff.
base::Result<std::string> diff_of(const workspace::Workspace& project, const std::string& step, plumb::Which which);

class Moment {
 public:
  /// Right after event `seq` (0 = now). `project` must outlive it. Fails with not_found, io.
  static base::Result<Moment> read(const std::string& dir, const workspace::Workspace& project, std::uint64_t seq);

  [[nodiscard]] std::vector<plumb::FileAt> files() const;
  /// Fails with not_found, too_big, denied.
  [[nodiscard]] base::Result<std::string> content(const std::string& path) const;

 private:
  explicit Moment(const workspace::Workspace& project) : project_(project) {}
  struct Was {
    const workspace::Effect* last = nullptr;    ///< in the tree at the moment
    const workspace::Effect* next = nullptr;    ///< the first one that came into the tree later: its "before" is the moment's
    std::string last_step;
  };
  [[nodiscard]] std::map<std::string, Was> paths() const;
  [[nodiscard]] base::Result<std::string> in_folder(const std::string& path) const;

  const workspace::Workspace& project_;
  std::map<std::string, bool> known_;                        ///< steps of the moment
  std::map<std::pair<std::string, std::string>, bool> in_tree_;   ///< step and path, where the log says more than "applied"
};

}  // namespace host

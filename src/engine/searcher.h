#pragma once
// The search for a small edit (repair) as a service of one session: for the model builtin, for the tool `repair`, and
// for --repair-first. Internal to engine; for the loop's thread.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.h"
#include "guard.h"
#include "repair/builtin.h"
#include "tools/repair.h"
#include "workspace/workspace.h"

namespace engine {

class Searcher {
 public:
  struct Parts {
    Guard& guard;
    workspace::Workspace& workspace;
    const base::Env& env;
    const Listener& listener;
  };
  /// All parts must outlive it.
  Searcher(Parts parts, std::string root, std::vector<verify::Check> checks)
      : parts_(parts), root_(std::move(root)), checks_(std::move(checks)) {}
  Searcher(const Searcher&) = delete;

  [[nodiscard]] bool has_check() const { return !checks_.empty(); }
  /// What builtin is made of. Fails where there is no room for copies of the project.
  base::Result<repair::Deps> deps(io::Millis budget);
  /// For tools::add_repair. Must not outlive this.
  tools::Repairer repairer();
  /// What the last search of repairer() found.
  [[nodiscard]] const std::optional<repair::Outcome>& last() const { return last_; }

  /// Ends a search that has found something: it goes on with that. False if none runs or it has nothing.
  bool stop();

 private:
  base::Result<repair::Options> options(io::Millis budget);
  io::Task<base::Result<tools::RepairAnswer>> search(tools::RepairRequest request, std::function<void(std::string_view)> told);

  Parts parts_;
  std::string root_;
  std::vector<verify::Check> checks_;
  std::optional<repair::Outcome> last_;
  std::size_t found_ = 0;   ///< by the search that runs
  bool is_stopped_ = false;
};

}  // namespace engine

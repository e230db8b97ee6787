#pragma once
// One run of a project's checks on one version of its tree, apart from the tree itself: what every proof
// is made of. Recorded: intent before, outcome after.

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "guard.h"
#include "journal/journal.h"
#include "verify/verify.h"
#include "workspace/workspace.h"

namespace engine {

inline constexpr io::Millis k_check_timeout{600000};

/// Exit code of a check that changed a file which it should have left alone, and would have ended well.
inline constexpr int k_rewritten = 92;

/// Tests that passed and failed in a run; nothing if its output does not tell.
struct Tally {
  std::int64_t passed = 0, failed = 0, skipped = 0;
};
std::optional<Tally> tally(const verify::CheckRun& run);

/// A version of the tree.
struct Variant {
  workspace::Workspace::Tree tree = workspace::Workspace::Tree::now;
  std::vector<workspace::Shown> shown;   ///< over it
  std::string where;                     ///< for people: "fork of the final tree"
  std::string as = "mixture";            ///< for those who read the record: what it shows is true of the tree
                                         ///< "after", "before", or of none that there ever was
  std::vector<std::string> kept = {};    ///< files that the checks must leave as they are: k_rewritten
};

/// Where trials are made. All must outlive it.
struct Lab {
  Guard& guard;
  workspace::Workspace& workspace;
  journal::Journal& journal;
  const base::Env& env;
  const std::vector<verify::Check>& checks;   ///< in this order, each in the same fork
};

/// Runs the checks in a fork of the variant (a view; where there are no overlays, a copy). Nothing of it
/// stays. Several checks are one run: tests are named "check: test", the first failure gives the exit code.
/// Nothing = the tree could not be forked; `why_not` says why. `timeout` is that of each check. Fails with
/// cancelled, or if the journal does.
io::Task<base::Result<std::optional<verify::CheckRun>>> run_trial(Lab lab, Variant variant, std::string& why_not,
                                                                  io::Millis timeout = k_check_timeout);

/// The checks in the project itself, where it cannot be forked: what they leave behind stays there.
io::Task<base::Result<verify::CheckRun>> run_in_place(Lab lab);

}  // namespace engine

#pragma once
// What the harness itself can say about a result: checks run on clean copies, judged against the
// tree before the first change.

#include <optional>
#include <string>

#include "base/env.h"
#include "journal/journal.h"
#include "verify/verify.h"
#include "guard.h"
#include "workspace/workspace.h"

namespace engine {

inline constexpr io::Millis k_check_timeout{600000};

struct Proof {
  verify::Verdict verdict;
  std::optional<verify::CheckRun> before, after;
};

/// Tests that passed and failed in a run; nothing if its output does not tell.
struct Tally {
  std::int64_t passed = 0, failed = 0;
};
std::optional<Tally> tally(const verify::CheckRun& run);

/// Runs `check` in a fork (or, without transactions, a copy) of the tree as it is now, and of the tree
/// as it was, and judges, all in the sandbox. Each run is journalled: intent before, outcome after. A tree that is too large to copy is checked
/// in place, and the verdict's reason says so. Fails with cancelled, or if the journal does.
io::Task<base::Result<Proof>> prove(Guard& guard, workspace::Workspace& workspace,
                                    journal::Journal& journal, std::optional<verify::Check> check,
                                    base::Env env);

}  // namespace engine

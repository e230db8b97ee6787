#pragma once
// Commands of the user's own, run as plumb runs a model's. `plumb try`: the effects are seen before any of
// them is in the tree. `plumb fork`: a private view of the project in which commands build upon each
// other, until it is applied or dropped. Both are sessions, so what can be done with a session's held
// effects (effects, apply, drop, undo) can be done with theirs.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/records.h"
#include "engine/session.h"

namespace engine {

struct TryOptions {
  std::string cwd;                 ///< absolute; the project's root
  std::vector<std::string> argv;
  std::string what;                ///< for people, in place of the command's words
  bool open_stdin = false;         ///< then `read_in` is asked for its bytes until it gives none
  std::function<io::Task<base::Result<std::string>>()> read_in;
  std::function<void(std::string_view)> on_out, on_err;
  enum class Decision { keep, drop, hold };
  /// Decides, once the effects are known. Not asked when there are none.
  std::function<Decision(const StepView& effects)> decide;
  io::Millis timeout{0};           ///< a command that takes longer is ended, and its effects are dropped; 0 = no limit
  std::string fork;                ///< run in this fork of the project (hold is then the decision)
};

struct Tried {
  std::string session;             ///< id: `plumb undo ID` takes a kept one back
  int exit_code = 0;               ///< the command's own; 128 + signal
  bool timed_out = false;
  StepView effects;                ///< as they are after the decision
  Undone kept;                     ///< what was put into the tree, and what could not be
  bool is_kept = false;
  std::string warning;             ///< where the machine has no overlays: what that means
};

/// Runs it to its end. The session is recorded like any other. On cancellation the command is ended and
/// its effects are dropped. Fails as Box::run, and if the session cannot be recorded.
io::Task<base::Result<Tried>> try_command(io::Loop& loop, Settings settings, TryOptions options);

// ---- forks ----

struct ForkView {
  std::string name, session;
  std::int64_t time_ms = 0;
  StepView effects;                ///< against the project as it is now
  std::string problem;             ///< why it cannot be looked at, "" = it can
};
/// Makes one. Costs a few small files, whatever the project's size. Fails with exists, invalid (a name
/// that is no file name), unsupported (no overlays here: says why).
base::Result<std::string> make_fork(io::Loop& loop, Settings settings, const std::string& cwd, const std::string& name);
/// Those of the project that are neither applied nor dropped, oldest first.
base::Result<std::vector<ForkView>> list_forks(const Settings& settings, const std::string& cwd);
/// The session of a fork, for list_steps, change, diff_of_effects. Fails with not_found.
base::Result<Recorded> read_fork(const Settings& settings, const std::string& cwd, const std::string& name);
/// Commits the fork's tree to a new branch of the project's repository, without a checkout: only objects
/// and the branch are put into the tree. Returns the commit. Fails with not_found, exists, invalid, io.
io::Task<base::Result<std::string>> branch_of_fork(io::Loop& loop, Settings settings, std::string cwd, std::string name,
                                                   std::string branch, std::string message);

}  // namespace engine

#pragma once
// Looking at sessions, and taking back what they did.

#include <string>
#include <vector>

#include "engine/session.h"

namespace workspace {
struct Step;
}

namespace engine {

/// A session read for viewing. `damage` says in words what could not be read, "" = all whole.
struct Recorded {
  std::string id, dir;
  std::vector<SessionEvent> events;
  std::string damage;
};
/// `name`: id, unique prefix, or "last" (newest of `cwd`).
base::Result<Recorded> read_session(const Settings& settings, const std::string& name,
                                    const std::string& cwd);
/// Whether a model can go on with the session in `dir`. Fails with invalid (a fork, a command that was tried or a check: says what
/// can be done with it), and as reading the log does.
base::Result<> check_goes_on(const std::string& dir);
/// The folder that it worked in.
base::Result<std::string> project_of(const Recorded& session);
base::Result<std::string> read_blob(const Recorded& session, const std::string& blob);

/// The session for people, as markdown: task, answers, calls with their outputs, changes, verdict.
base::Result<std::string> export_markdown(const Recorded& session);

/// One recorded step and its changes as a diff.
struct StepView {
  std::string id, what;
  std::int64_t time_ms = 0;
  bool undone = false;
  std::vector<ChangedFile> changes;
  std::vector<std::string> git;    ///< what happened to repositories
};
StepView step_view(const workspace::Step& step);
base::Result<std::vector<StepView>> list_steps(const Settings& settings, const Recorded& session);
/// Unified diff of one step, or of the whole session if `step` is "".
base::Result<std::string> diff_of(const Settings& settings, const Recorded& session,
                                  const std::string& step);

/// Unified diff of what is not in the tree (held, refused, in conflict), of one step or all; with `all`
/// also of what is.
base::Result<std::string> diff_of_effects(const Settings& settings, const Recorded& session,
                                          const std::string& step, bool all);

/// `paths` (relative to the project) empty = all. Recorded in the session's journal, intent before,
/// outcome after. Fails with not_found (no such step; nothing to do is none), unsupported, io.
base::Result<Undone> change(const Settings& settings, const Recorded& session, Verb verb, const std::string& step,
                            const std::vector<std::string>& paths);

/// A new session with the conversation of `name` (id or unique prefix) up to and with event `upto` (0 = all), in the
/// same folder; an answer of the model whose calls have no results by then is not part of it. The tree is left as it is.
/// Returns its id. Fails with not_found, ambiguous, no_space, io; then nothing is left of it.
base::Result<std::string> fork_session(const Settings& settings, const std::string& name, std::uint64_t upto);

struct Collected {
  std::uint64_t bytes_before = 0, bytes_after = 0;   ///< kept for undo, all sessions
  std::vector<std::string> expired;                  ///< "session/step": cannot be undone any more
  std::vector<std::string> problems;                 ///< sessions that could not be looked at, and why
};
/// Leaves at most `bytes` of undo records in each session, dropping the oldest first; a session whose
/// attempts' copies take more than that loses all of them.
base::Result<Collected> collect_garbage(const Settings& settings, std::uint64_t bytes);

}  // namespace engine

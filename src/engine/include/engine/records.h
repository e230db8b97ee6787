#pragma once
// Looking at sessions, and taking back what they did.

#include <string>
#include <vector>

#include "engine/session.h"

namespace engine {

/// One line of `plumb sessions`.
struct SessionSummary {
  std::string id, cwd, task, model, status;   ///< status "running or interrupted" = it has no end
  std::int64_t started_ms = 0;
  std::int64_t turns = 0, tokens_in = 0, tokens_out = 0;
  double cost_usd = 0;
};
/// Newest first. `cwd` "" = all projects; `query` "" = all, else full text.
base::Result<std::vector<SessionSummary>> list_sessions(const Settings& settings,
                                                        const std::string& cwd,
                                                        const std::string& query, std::size_t limit);

/// A session read for viewing. `damage` says in words what could not be read, "" = all whole.
struct Recorded {
  std::string id, dir;
  std::vector<SessionEvent> events;
  std::string damage;
};
/// `name`: id, unique prefix, or "last" (newest of `cwd`).
base::Result<Recorded> read_session(const Settings& settings, const std::string& name,
                                    const std::string& cwd);
base::Result<std::string> read_blob(const Recorded& session, const std::string& blob);

/// The session for people, as markdown: task, answers, calls with their outputs, changes, verdict.
base::Result<std::string> export_markdown(const Recorded& session);

/// One recorded step and its changes as a diff.
struct StepView {
  std::string id, what;
  std::int64_t time_ms = 0;
  bool undone = false;
  std::vector<ChangedFile> changes;
};
base::Result<std::vector<StepView>> list_steps(const Settings& settings, const Recorded& session);
/// Unified diff of one step, or of the whole session if `step` is "".
base::Result<std::string> diff_of(const Settings& settings, const Recorded& session,
                                  const std::string& step);

struct Undone {
  std::vector<std::string> restored;
  struct Kept { std::string path, why, kept_as; };
  std::vector<Kept> conflicts;   ///< changed by somebody else since: left alone
};
/// Takes back one step (`step`), or everything the session did (""). Recorded in its journal.
base::Result<Undone> undo(const Settings& settings, const Recorded& session, const std::string& step);

}  // namespace engine

#pragma once
// A session beside the user's own, in which something is only checked: a receipt, a rule before a commit. It has no model, and is
// never the last session. Internal to engine.

#include <functional>
#include <memory>
#include <string>

#include "engine/session.h"
#include "guard.h"
#include "journal/journal.h"
#include "workspace/workspace.h"

namespace engine {

/// The session.started of one without a model.
json::Object start_without_model(const std::string& id, const std::string& cwd, const std::string& task);

/// For the loop's thread. close() must have been awaited before it goes, where open() has succeeded.
class CheckSession {
 public:
  /// `settings` must outlive it; what may hold a key is taken out of their environment. `kind` and `task` stand in the record,
  /// whose events go to `on_event` as well (empty = to nobody). Fails as key_names, the journal, Guard::make and Workspace::open do.
  static base::Result<CheckSession> open(io::Loop& loop, Settings& settings, const std::string& cwd, const std::string& kind,
                                         const std::string& task, std::function<void(const SessionEvent&)> on_event = {});

  journal::Journal& journal() { return *journal_; }
  Guard& guard() { return *guard_; }
  workspace::Workspace& workspace() { return *workspace_; }

  /// Ends the box and the record, whether cancelled or not. Fails if the record does.
  io::Task<base::Result<>> close(std::string status, int exit_code, const base::Error* error);

 private:
  CheckSession() = default;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<workspace::Workspace> workspace_;
};

}  // namespace engine

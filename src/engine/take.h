#pragma once
// An attempt's change, put into the project as a step of the parent session.

#include <memory>
#include <string>
#include <vector>

#include "engine/attempts.h"
#include "guard.h"
#include "journal/journal.h"
#include "workspace/carry.h"
#include "workspace/workspace.h"

namespace engine {

/// The session that started attempts, opened: its record, its box, its project. Only what is put into the
/// project goes through it. For the loop's thread; `settings` must outlive it.
struct ParentSession {
  std::string id, dir, project;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Guard> guard;
  std::unique_ptr<workspace::Workspace> workspace;
};
/// Opens guard and workspace of a parent whose journal is open. Fails as Workspace::open.
base::Result<> open_tree(io::Loop& loop, const Settings& settings, ParentSession& parent);

/// Into what a change is taken: a session, by its parts. All must outlive the taking.
struct TakenInto {
  std::string dir, project;            ///< the session's folder, the project's
  journal::Journal& journal;
  Guard& guard;
  workspace::Workspace& workspace;
  /// The workspace holds everything until it is let through, and nobody else records its steps. Else it is that of a session at
  /// work, which applies what the policy allows, and records it.
  bool is_apart = true;
};

/// What is known of the attempt, or the subagent, that is to be taken.
struct TakenFrom {
  std::string kind = "attempt";        ///< or "agent": of the step's name
  int n = 0;
  std::string session, dir, copy;      ///< id, its folder, its tree
  std::vector<std::string> paths;
};
struct TakeResult {
  std::string step;                    ///< "" = nothing was put into the project
  std::vector<std::string> applied, held, left;
  std::vector<workspace::Conflict> conflicts;   ///< any: nothing was applied
};
/// Recorded in the parent's journal: intent before, effects and outcome after. Fails with io, and as
/// Workspace::open for the attempt; then nothing is applied. Not to be cancelled half-way: shield it.
io::Task<base::Result<TakeResult>> take(const Settings& settings, ParentSession& parent, TakenFrom from);
io::Task<base::Result<TakeResult>> take(const Settings& settings, TakenInto into, TakenFrom from);

/// parent_dir/attempts/N
std::string attempt_folder(const std::string& parent_dir, int n);
/// The folder's note of the moment before it was copied; fails with not_found.
base::Result<std::int64_t> copied_at(const std::string& folder);

}  // namespace engine

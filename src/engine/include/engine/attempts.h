#pragma once
// Several attempts at one task, side by side: each a session of its own in a copy of the project. The
// first whose own proof holds wins, and its change becomes one step, which can be undone, of the session
// that started them (the parent). docs/attempts.md has the rules.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/records.h"
#include "engine/session.h"

namespace engine {

inline constexpr int k_attempts_max = 32;
/// A project larger than this is not copied: an attempt costs its size.
inline constexpr std::uint64_t k_copy_max = std::uint64_t{4} << 30;

struct AttemptsOptions {
  SessionOptions session;            ///< of each; its budgets are those of all together
  int count = 0;                     ///< 0 = one a model
  std::vector<std::string> models;   ///< taken in turn; empty = session.model for all
};

/// What became of one attempt.
struct Attempt {
  int n = 0;                  ///< from 1
  std::string model;          ///< provider/id
  std::string session;        ///< id; "" = it was never started
  std::string dir;            ///< its copy of the project
  std::string error;          ///< why it was not started
  bool is_cancelled = false;  ///< by us: another one had won, or the user cancelled
  Report report;              ///< its own; `changes` without what git ignores
  std::int64_t lines = 0;     ///< added and removed; a binary file counts as k_binary_lines, a link or a mode as one
  /// verified, failed, regressed, unverified, unchanged; cancelled; "not started".
  [[nodiscard]] std::string status() const;
};
inline constexpr std::int64_t k_binary_lines = 100;

struct AttemptsReport {
  Report report;              ///< the parent's: of what is in the project; costs are sums
  std::vector<Attempt> attempts;
  int chosen = 0;             ///< n of the one that is in the project, or is offered; 0 = none
  bool is_applied = false;
  std::string why;            ///< one sentence
  std::vector<Undone::Kept> conflicts;   ///< why the winner's change was not applied: changed in the project meanwhile
};

/// Called on the loop's thread. `n` = 0: an event of the parent.
struct AttemptsListener {
  std::function<void(int n, const SessionEvent&)> on_event;
  std::function<void(int n, const Live&)> on_live;
};

/// Runs them to their end. On cancellation all are cancelled, nothing is applied, and the report says so.
/// Fails, with nothing left to go on with, as Session::start, with invalid (what was asked for makes no
/// sense: says why), too_big and no_space (the project cannot be copied).
io::Task<base::Result<AttemptsReport>> run_attempts(io::Loop& loop, Settings settings, AttemptsOptions options,
                                                    std::string task, AttemptsListener listener);

/// The JSON of `--output-format json`: the parent's with "attempts".
json::Value to_json(const AttemptsReport& report);

// ---- afterwards ----

/// Nothing if the session is no attempt.
std::optional<AttemptOf> attempt_of(const Recorded& session);
/// Puts the change of an attempt into the project, as a step of its parent, by the user's own wish: proven
/// or not. `paths` empty = all but what git ignores. Conflicts: then nothing is put. Fails with exists
/// (one of its siblings is in the project: undo that first), changed (the parent or the attempt runs),
/// not_found (the copy was dropped), io.
struct Taken {
  std::string parent;            ///< `plumb undo PARENT` takes it back
  Undone done;
  std::vector<std::string> held; ///< by policy: `plumb effects PARENT`
  std::vector<std::string> left; ///< not carried over, and why
};
io::Task<base::Result<Taken>> take_attempt(io::Loop& loop, Settings settings, Recorded attempt, std::vector<std::string> paths);
/// Removes the attempt's copy: it can be shown and taken no more. Fails with changed (it runs), not_found
/// (it was dropped before), io.
base::Result<> drop_attempt(const Settings& settings, const Recorded& attempt);
/// Bytes of the copies of a parent's attempts, and their removal (`plumb gc`).
std::uint64_t copied_bytes(const std::string& parent_dir);
base::Result<> drop_copies(const std::string& parent_dir);

}  // namespace engine

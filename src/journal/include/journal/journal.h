#pragma once
// contract: writing and reading session logs.

#include <memory>
#include <optional>
#include <vector>

#include "journal/event.h"

namespace journal {

/// What open() found wrong and mended or passed over; for people.
struct Damage {
  std::uint64_t torn_bytes = 0;             ///< cut off at the end (kept beside as log.torn-N)
  std::vector<std::uint64_t> bad_lines;     ///< 1-based; skipped, never rewritten
  [[nodiscard]] bool any() const { return torn_bytes > 0 || !bad_lines.empty(); }
};

/// A session's folder: log.jsonl, blobs/, txn/. One writer at a time (flock); readers any time.
class Journal {
 public:
  /// Makes `dir` (0700) and an empty log. Fails with exists, denied, no_space.
  static base::Result<std::unique_ptr<Journal>> create(const std::string& dir);
  /// Opens for appending. A torn last line is cut off and reported. Fails with not_found, denied,
  /// changed (another process is writing: names its pid).
  static base::Result<std::unique_ptr<Journal>> open(const std::string& dir, Damage& damage);
  virtual ~Journal() = default;

  [[nodiscard]] virtual const std::string& dir() const = 0;
  /// Appends one event; on return it is in the kernel (survives kill -9), and with
  /// `Sync::disk` on the disk (survives a power cut). A failed append (full disk) leaves no half
  /// line. Returns its sequence number.
  enum class Sync { kernel, disk };
  virtual base::Result<std::uint64_t> append(std::string_view type, const json::Value& payload,
                                             Sync sync = Sync::kernel) = 0;
  /// Stores bytes under their SHA-256; returns the name for payloads. The same bytes cost once.
  virtual base::Result<std::string> put_blob(std::string_view bytes) = 0;
  /// Called after each append, on the appending thread.
  virtual void on_event(std::function<void(const Event&)> listener) = 0;
};

/// Reads all events in order. Damage is reported, not repaired.
base::Result<std::vector<Event>> read_events(const std::string& dir, Damage& damage);
base::Result<std::string> read_blob(const std::string& dir, const std::string& name);

/// One line of `plumb sessions`.
struct Summary {
  std::string id, dir, cwd, task, model, status;   ///< status "running" = no session.ended
  std::int64_t started_ms = 0, updated_ms = 0;
  std::int64_t turns = 0, tokens_in = 0, tokens_out = 0;
  double cost_usd = 0;
};

/// The index over all sessions below `state_dir`/sessions: SQLite (WAL, FTS5 over tasks, messages and
/// tool calls). Derived: it is brought up to date when opened and can be deleted at any time.
class Index {
 public:
  static base::Result<std::unique_ptr<Index>> open(const std::string& state_dir);
  virtual ~Index() = default;
  /// Newest first. `cwd` "" = all projects; `query` "" = all, else full text.
  virtual base::Result<std::vector<Summary>> list(const std::string& cwd, const std::string& query,
                                                  std::size_t limit) = 0;
};

/// The session's folder for an id, a unique prefix of one, or "last" (newest in `cwd`). Does not need
/// the index. Fails with not_found, ambiguous (names the candidates).
base::Result<std::string> find_session(const std::string& state_dir, const std::string& name,
                                       const std::string& cwd);

}  // namespace journal

#pragma once
// contract: writing and reading session logs.

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journal/event.h"

namespace journal {

/// One event's line at most. What may be longer (outputs, model traffic, files) goes to a blob.
inline constexpr std::size_t k_line_max = std::size_t{4} << 20;
inline constexpr std::size_t k_blob_max = std::size_t{256} << 20;

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
  /// `Sync::disk` on the disk (survives a power cut), with the blobs put before it. A failed append
  /// (full disk) leaves no half line and uses up no number; the next one may succeed. Returns its
  /// sequence number: 1 for the first, rising by 1. Fails with invalid (the payload is no object),
  /// too_big (a line beyond k_line_max), no_space, changed (the log was deleted or written by
  /// somebody else), io.
  enum class Sync { kernel, disk };
  virtual base::Result<std::uint64_t> append(std::string_view type, const json::Value& payload,
                                             Sync sync = Sync::kernel) = 0;
  /// Stores bytes under their SHA-256; returns the name for payloads. The same bytes cost once.
  /// Fails with too_big (k_blob_max), no_space, io.
  virtual base::Result<std::string> put_blob(std::string_view bytes) = 0;
  /// Called after each append, on the appending thread; each one added is called, in order.
  virtual void on_event(std::function<void(const Event&)> listener) = 0;
};

/// Reads all events in order. Damage is reported, not repaired: while a writer is at work, torn bytes
/// at the end may be the line that it is just writing. Fails with not_found, denied, io.
base::Result<std::vector<Event>> read_events(const std::string& dir, Damage& damage);
/// The same with one event in memory at a time (the visitor may move from it); `visit` returns
/// false to stop early.
base::Result<> for_each_event(const std::string& dir, Damage& damage,
                              const std::function<bool(Event&)>& visit);

/// Where a reader of a log stands: behind the last whole line that it has read.
struct Place {
  std::uint64_t offset = 0;  ///< bytes
  std::uint64_t line = 0;    ///< lines before it
  std::uint64_t seq = 0;     ///< of the last good event before it
};
/// Reads on from `place`, which moves along: a log is followed by calling this whenever it has grown. A line that is
/// not whole yet is left for the next call. `visit` returns false to stop after its event. Damage in the middle is
/// passed over. Fails with not_found, changed (the log has become shorter: it is another one), denied, io.
base::Result<> read_on(const std::string& dir, Place& place, const std::function<bool(Event&)>& visit);

/// Stores bytes among the blobs of a session that anybody may be writing, as Journal::put_blob.
base::Result<std::string> put_blob(const std::string& dir, std::string_view bytes);

/// Fails with invalid (no name of a blob), not_found, io (its bytes are not those it was named for).
base::Result<std::string> read_blob(const std::string& dir, const std::string& name);

/// The process that is writing the session now, as far as this process may see it: tells a running
/// session from one that was killed. 0 = somebody whose number is hidden from us.
std::optional<pid_t> writer_of(const std::string& dir);

/// What a session's events add up to. Also one line of `plumb sessions`.
struct Summary {
  std::string id, dir, cwd, task, model, status;   ///< status "running" = no session.ended
  std::int64_t started_ms = 0, updated_ms = 0;
  std::int64_t turns = 0, tokens_in = 0, tokens_out = 0;
  double cost_usd = 0;
  std::string parent;          ///< of an attempt: the session that started it; cwd is then the project's
  std::int64_t attempt = 0;    ///< its number; 0 = it is none
  std::string role;            ///< of a subagent, which is recorded like an attempt
  std::string fork;            ///< of `plumb fork make`: its name
  std::uint64_t last_seq = 0;
  std::string title;           ///< given by the user, "" = none
  std::string verdict, reason; ///< the last one; "" = none yet
  std::int64_t tokens_cached = 0;
  bool cost_known = true;      ///< false: an answer came without a price
  std::uint64_t copied = 0;    ///< of a fork: events up to this one are another session's, and were paid there
  std::int64_t plan_done = 0, plan_all = 0;
  /// Effects that wait for leave: step -> paths. At most k_held_max are told apart.
  std::map<std::string, std::set<std::string>> held;
  std::set<std::string> asked; ///< steps of which the run waits for an answer
  struct Queued {
    std::int64_t n = 0;
    std::string text;
    std::string images;        ///< JSON array of {mime, blob}, "" = none
  };
  std::vector<Queued> queue;   ///< prompts that wait for the present one to end
  std::int64_t queued_n = 0;   ///< the highest n so far
  struct Changing {
    std::string step;
    std::vector<std::string> paths;
  };
  Changing changing;           ///< an apply or drop without its outcome
};
inline constexpr std::size_t k_held_max = 10000;

/// Takes one event into the summary. Returns what full-text search should find of it, "" for most.
/// Payloads are data: members that are missing or of another type count as empty.
std::string fold(Summary& summary, const Event& event);

/// What one model spent in one project on one day (UTC), by the answers that came on it.
struct Spent {
  std::string day, model, cwd;
  std::int64_t sessions = 0, calls = 0, tokens_in = 0, tokens_cached = 0, tokens_out = 0;
  double cost_usd = 0;
  bool cost_known = true;      ///< false: an answer came without a price
};

/// The index over all sessions `state_dir`/sessions/ID: SQLite (WAL, FTS5 over tasks, messages and
/// tool calls). Derived: it is brought up to date when opened and can be deleted at any time.
class Index {
 public:
  static base::Result<std::unique_ptr<Index>> open(const std::string& state_dir);
  virtual ~Index() = default;
  /// Newest (by last event) first. `cwd` "" = all projects; `query` "" = all, else sessions in which
  /// every one of its words occurs (as the beginning of a word; at most 8 are looked at). Attempts are
  /// among them only where a query finds them; the forks of `plumb fork` never are.
  virtual base::Result<std::vector<Summary>> list(const std::string& cwd, const std::string& query,
                                                  std::size_t limit) = 0;
  /// The forks of a project, the oldest first.
  virtual base::Result<std::vector<Summary>> forks(const std::string& cwd) = 0;
  /// All of them, attempts and forks included, in no order.
  virtual base::Result<std::vector<Summary>> list_all() = 0;
  /// The attempts that `parent` started, by their number.
  virtual base::Result<std::vector<Summary>> attempts(const std::string& parent) = 0;
  /// Newest days first; `since` is the first day, "" = all there are. Attempts count for the project that they work for, a
  /// fork's copied events for the session they are from.
  virtual base::Result<std::vector<Spent>> spent(const std::string& since) = 0;
  /// What the user should be told once: that a damaged index was remade, or that it can only be kept
  /// in memory; "" if nothing.
  [[nodiscard]] virtual const std::string& notice() const = 0;
};

/// The session's folder for an id, a unique prefix of one, or "last" (newest in `cwd`). Does not need
/// the index; `cwd` "" takes any project's. Upper and lower case are the same. Fails with not_found,
/// ambiguous (names the candidates). "last" is never a fork, which has a name of its own, an attempt, a question
/// (`plumb ask`) or a receipt checked again (`plumb verify`), and with
/// Last::with_model no `plumb try`, which no model can go on with.
enum class Last : std::uint8_t { any, with_model };
base::Result<std::string> find_session(const std::string& state_dir, const std::string& name,
                                       const std::string& cwd, Last last = Last::any);

}  // namespace journal

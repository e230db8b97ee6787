#pragma once
// contract: a change to a tree as a transaction. Its new versions lie in an overlayfs upper (made by
// a command in a sandbox, or built here file by file); the exact list of effects is read from it, put
// in place by exchange, taken back and done again by the same exchange.
//
// A transaction is a folder below the store:
//   N/meta      what it is, for people and for the next start (JSON)
//   N/u         the upper: before apply the NEW versions, after apply the OLD ones
//   N/w         overlayfs' work folder; thrown away
//   N/undo/     what was deleted (files or whole folders)
//   N/journal   one batch of lines per apply, undo or redo: written and closed with END before the first
//               operation, then COMMIT; every line with its checksum
// Recovery: no END = nothing was done; END without COMMIT = finish it (an operation is done when the
// inode at its place is the planned one).
//
// Method and measurements: docs/transactions.md. Ops go by renameat2 with RENAME_EXCHANGE and
// RENAME_NOREPLACE below folders opened with openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS), so no
// window without the file, and no link leads out of the tree.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file.h"

namespace txn {

enum class Kind : std::uint8_t { file, symlink, folder, other };   ///< other: fifo, socket, device
enum class Change : std::uint8_t { created, modified, deleted, attributes, type };

/// What a path was or is.
struct Stat {
  Kind kind = Kind::file;
  std::uint64_t size = 0;
  std::uint32_t mode = 0;         ///< permission bits, with setuid, setgid, sticky
  std::uint64_t inode = 0;
  std::uint64_t links = 1;
  std::int64_t mtime_ns = 0, ctime_ns = 0;
};

enum class State : std::uint8_t {
  planned,    ///< in the upper only: not in the tree (also: held)
  applied,    ///< in the tree; the old version is here
  undone,     ///< was in the tree and was taken back; the new version is here
  dropped,    ///< thrown away
  conflict,   ///< somebody else changed the path meanwhile: not in the tree, the new version is here
};

/// One effect: one path, or a folder that was made or removed whole.
struct Effect {
  std::string path;               ///< relative to the root, as bytes
  Change change = Change::modified;
  std::optional<Stat> before, after;
  std::uint64_t entries = 1;      ///< of a folder made or removed whole: itself and all below it
  std::uint64_t bytes = 0;        ///< of files: the new version's, or the deleted one's
  std::string renamed_from;       ///< of a created one: the deleted path with the same content
  std::string renamed_to;         ///< of a deleted one: the other way round
  std::vector<std::string> notes; ///< "setuid bit removed", "hard link broken (2 names)", "1.2 GiB copied up"
  State state = State::planned;
  std::string why;                ///< of a conflict: what was found; of a fifo: why it stays out
  /// Of a folder made or removed whole: something in it may be called ".git". False says that nothing is,
  /// so that nobody needs to look through it for repositories.
  bool may_hold_git = false;
  bool quiet = false;             ///< only its time changed: put in place and taken back like any other,
                                  ///< but not worth a line
};

struct Transaction {
  std::uint64_t number = 0;
  std::string id, what;           ///< the caller's id; for people: "shell: make"
  std::int64_t time_ms = 0;
  std::vector<Effect> effects;    ///< by path; empty until planned
  bool planned = false;           ///< the upper was read: effects is the truth
  bool interrupted = false;       ///< plumb ended while its command ran
  bool expired = false;           ///< its old versions were dropped to keep the quota: no undo
  bool dropped = false;           ///< only this record is left of it
  std::uint64_t stored_bytes = 0; ///< of what is kept for undo, as counted when it was applied
};

/// What became of the paths of one call.
struct Outcome {
  struct Left {
    std::string path, why;
    std::string kept_as;          ///< absolute: where the version that is not in the tree lies
  };
  std::vector<std::string> done;
  std::vector<Left> left;         ///< conflicts: nothing of them was touched
};

/// Files that others rewrite without changing what they say (git's index, at each `git status`). If
/// such a file was rewritten since we last knew it and still means the same, that is no conflict: the
/// rewritten one is from then on the version that we know.
struct Meanings {
  static constexpr std::size_t k_bytes_max = std::size_t{64} << 20;   ///< larger files are not asked about
  std::function<bool(std::string_view path)> are_known;   ///< cheap, by the path alone; nothing = of no file
  /// Equal for equal meanings, short; "" if it cannot be told. `bytes` may be hostile.
  std::function<std::string(std::string_view bytes)> of;
};

struct StoreOptions {
  std::string root;               ///< absolute, canonical; the tree
  std::string dir;                ///< the store; see place()
  std::vector<std::string> excluded;  ///< paths below root that are never part of an effect (plumb's own)
  bool durable = false;           ///< survive a power cut too (fdatasync / syncfs), not only kill -9
  std::uint64_t bytes_max = std::uint64_t{8} << 30;   ///< kept for undo, all transactions together
  Meanings meanings;
};

/// Of one session and one tree. One owner at a time (a lock in the folder). Not for several threads at
/// once; different stores are independent. Blocking: heavy calls belong on the pool.
class Store {
 public:
  /// Makes the store's folder (0700) or opens it, and finishes what a killed process left: see
  /// recovered(). Fails with changed (open elsewhere; waits up to 2 s first, for the orphans of a
  /// killed one), unsupported (renames between dir and root do not work: another file system or
  /// mount), denied, no_space, io.
  static base::Result<std::unique_ptr<Store>> open(StoreOptions options);
  virtual ~Store() = default;

  /// The first of `candidates` from which things can be renamed into `root` (tried with a real file),
  /// or "" if none. Leaves nothing behind but the folder chosen.
  static std::string place(const std::string& root, const std::vector<std::string>& candidates);

  [[nodiscard]] virtual const std::string& dir() const = 0;
  [[nodiscard]] virtual const std::vector<std::string>& recovered() const = 0;
  /// Oldest first. References stay valid until the next call that begins or drops one.
  [[nodiscard]] virtual const std::vector<Transaction>& all() const = 0;

  // ---- making one ----
  /// Makes N/u and N/w. Cheap (three mkdirs, one small file). With Ready::take the folder of
  /// make_ready() becomes N, where there is one.
  enum class Ready : bool { leave, take };
  virtual base::Result<std::uint64_t> begin(std::string id, std::string what, Ready ready = Ready::leave) = 0;
  /// Makes a folder with "u" and "w" ahead of time, so that an overlay can be mounted on them while
  /// nobody waits: a mount stays on what it was made on when begin() renames it. Returns its path.
  virtual base::Result<std::string> make_ready() = 0;
  [[nodiscard]] virtual std::string upper(std::uint64_t number) const = 0;
  [[nodiscard]] virtual std::string work(std::uint64_t number) const = 0;
  /// The moment from which changes by others are conflicts: call it when the command starts, if that
  /// is later than begin(). By the file system's clock (the ctime of a file touched here).
  virtual base::Result<> start_clock(std::uint64_t number) = 0;

  /// One change by an edit tool. `bytes` nothing = delete.
  struct Write {
    std::string path;
    std::optional<std::string> bytes;
    std::optional<std::uint32_t> mode;   ///< nothing = that of the file there, else 0666 & ~umask
  };
  /// Builds the upper of `number` from these (missing folders included), as a command would have.
  /// Fails with invalid, not_found (a delete), no_space, io; then the transaction is to be dropped.
  virtual base::Result<> put(std::uint64_t number, const std::vector<Write>& files) = 0;

  /// Reads the upper: compares with the tree, finds renames, counts folders. Nothing that is equal is
  /// an effect. To be called when no process can write to the upper any more.
  virtual base::Result<const Transaction*> plan(std::uint64_t number) = 0;

  // ---- what becomes of it ----
  /// Chooses effects; all of them if empty.
  using Filter = std::function<bool(const Effect&)>;
  /// Puts the chosen planned (or undone) effects in place. A path that somebody changed since the
  /// clock started is a conflict and left alone, as are all effects that need it (what lies in a
  /// folder that cannot be made). Setuid and setgid bits are taken off. On any failure what was done
  /// is rolled back and the error says so. Fails with no_space, denied, io.
  virtual base::Result<Outcome> apply(std::uint64_t number, const Filter& chosen = {}) = 0;
  /// Takes applied effects back: bytes, modes, times, links, xattrs, folders' times. What was changed
  /// since (by a later transaction or by somebody else) is left and named. Fails with not_found
  /// (nothing of it is applied, or it expired), io.
  virtual base::Result<Outcome> undo(std::uint64_t number, const Filter& chosen = {}) = 0;
  /// Puts undone effects in place again, under the same care.
  virtual base::Result<Outcome> redo(std::uint64_t number, const Filter& chosen = {}) = 0;
  /// Throws the chosen effects that are not in the tree away. A transaction without any other left
  /// becomes a line of history. Fails with invalid if one of them is applied.
  virtual base::Result<> drop(std::uint64_t number, const Filter& chosen = {}) = 0;

  // ---- looking ----
  enum class Side : std::uint8_t { before, after };
  /// The bytes of a file (or a link's target) before or after this effect, wherever they are now: in
  /// this transaction, in a later one's, or in the tree. Fails with not_found (expired, overwritten by
  /// somebody else), too_big (over `limit`).
  virtual base::Result<std::string> content(std::uint64_t number, const Effect& effect, Side side,
                                            std::size_t limit) const = 0;
  /// The absolute path at which that version lies now, file or folder, for reading (and copying; never
  /// for linking: writing to it would change the record). Fails with not_found.
  virtual base::Result<std::string> where(std::uint64_t number, const std::string& path, Side side) const = 0;
  /// What lies in a folder that was made or removed whole; paths relative to the root, at most `limit`.
  virtual base::Result<std::vector<std::string>> inside(std::uint64_t number, const Effect& effect,
                                                        std::size_t limit) const = 0;

  // ---- room ----
  [[nodiscard]] virtual std::uint64_t stored_bytes() const = 0;
  /// Drops old versions of the oldest transactions until at most `bytes` are kept; returns the numbers
  /// of those that cannot be undone any more. apply() calls it with bytes_max; the transaction that
  /// was just applied is never dropped.
  virtual base::Result<std::vector<std::uint64_t>> shrink(std::uint64_t bytes) = 0;
};

std::string_view name(Kind kind);
std::string_view name(Change change);
std::string_view name(State state);

}  // namespace txn

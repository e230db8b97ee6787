#pragma once
// contract: the project as the agent sees it. Every change is a step: known, recorded, undoable.
//
// This is the mode "S" of the design's ladder (snapshots): the edit tools' changes are recorded
// file by file, a command's changes by comparing the tree before and after it, with before-images
// in a private object store. The overlay transactions of a later issue stand behind the same
// interface.
//
// What this mode does not see or bring back: the root's .git (git has its own ways to go back),
// owners, extended attributes, hard links (they come back as files of their own), fifos and
// devices, the times of folders that something was put into, changes of a time alone, and contents
// beyond the budgets of Options (their changes are listed with undoable = false). Who changed a file
// while a command ran is not known: it counts as the command's, be it an editor's or another
// session's work.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "io/task.h"

namespace workspace {

enum class Kind : std::uint8_t { file, symlink, folder, other };
std::string_view name(Kind kind);

/// A version of one path. Content is named by its SHA-256 in the object store.
struct Version {
  Kind kind = Kind::file;
  std::string hash;            ///< of the file's bytes or the link's target, lower-case hex; "" =
                               ///< content not kept (see Effect::undoable), and for folders, others
  std::uint64_t size = 0;
  std::uint32_t mode = 0;      ///< permission bits
  std::int64_t mtime_ns = 0;
  bool operator==(const Version&) const = default;
};

enum class Change : std::uint8_t { created, modified, deleted, mode, type };

struct Effect {
  std::string path;                  ///< relative to the root, as bytes
  Change change = Change::modified;
  std::optional<Version> before, after;
  bool undoable = true;              ///< false: the before-image was beyond the store's budget
  bool undone = false;               ///< taken back
};
std::string_view name(Change change);

/// One step: the effects of one tool call.
struct Step {
  std::string id;            ///< the call's id
  std::string what;          ///< for people: "shell: make", "edit src/a.cpp"
  std::int64_t time_ms = 0;
  std::vector<Effect> effects;   ///< by path; a folder before what is in it
  bool undone = false;           ///< all that could be taken back was
  bool interrupted = false;      ///< plumb ended before the command did: the effects are what was
                                 ///< found at the next start, perhaps with changes of others
  bool incomplete = false;       ///< the tree has more than Options::entries_max entries: changes in
                                 ///< the rest were not seen
};

struct Conflict {
  std::string path;
  std::string why;           ///< "changed since by somebody else"
  std::string kept_as;       ///< where the version that was not put in place can be found
};

struct UndoReport {
  std::vector<std::string> restored;
  std::vector<Conflict> conflicts;   ///< left as they are; both versions kept
};

struct Options {
  std::string root;          ///< absolute, a folder
  std::string session_dir;   ///< steps are recorded in session_dir/txn
  std::string store_dir;     ///< objects; shared by the sessions of one project; made with mode 0700
  std::uint64_t file_max = std::uint64_t{32} << 20;      ///< larger before-images are not kept
  std::uint64_t store_max = std::uint64_t{2} << 30;      ///< a snapshot stops keeping content here
  /// Of this, for what .gitignore names (build outputs, node_modules): the smallest files first, so
  /// that a .env is kept and a library of 100 MB is not.
  std::uint64_t ignored_max = std::uint64_t{512} << 20;
  std::size_t entries_max = 400000;
};

/// Not for several threads at once. All paths are relative to the root unless they are absolute; a
/// path that leaves the root (also through a symlink) fails with denied.
///
/// Everything is recorded before it is done, in the kernel: kill -9 at any moment leaves a state
/// that the next open() knows how to finish or to take back. A power cut may lose what the file
/// system had not written yet; a before-image that came back damaged is never put in place.
class Workspace {
 public:
  /// Also mends what a process that was killed left unfinished: see recovered(). Fails with changed
  /// (the session is open in another process), not_found (no such root), denied, io.
  static base::Result<std::unique_ptr<Workspace>> open(Options options);
  virtual ~Workspace() = default;

  [[nodiscard]] virtual const std::string& root() const = 0;
  /// What open() found unfinished or damaged and what was done about it; one sentence each.
  [[nodiscard]] virtual const std::vector<std::string>& recovered() const = 0;
  /// The absolute path if `path` lies in the root. Fails with denied (outside), invalid.
  virtual base::Result<std::string> resolve(const std::string& path) const = 0;

  // ---- steps by the edit tools: before-image on disk, then the change, atomically per file ----
  struct FileWrite {
    std::string path;
    std::optional<std::string> bytes;            ///< nothing = delete
    std::optional<std::uint32_t> mode;
    std::optional<std::string> expected_hash;    ///< refuse with changed if the file's hash differs;
                                                 ///< "" = the file must not exist
  };
  /// All or nothing: on failure of one, those done are put back. Folders are made where missing.
  /// An existing file keeps its mode unless `mode` says otherwise; a link is followed when written
  /// and removed itself when deleted. Fails with changed, not_found (deleting what is not there),
  /// invalid (a folder, a device, a path given twice), no_space, denied, io.
  virtual base::Result<Step> write(std::string id, std::string what, std::vector<FileWrite> files) = 0;

  // ---- steps by commands ----
  /// Before the command: brings the snapshot of the tree up to date (the first one reads every file
  /// once, later ones only stat) and records that the command is about to run. Heavy: runs on the
  /// pool. Fails with no_space, io, cancelled; then nothing is recorded.
  virtual io::Task<base::Result<>> before_command(std::string id, std::string what) = 0;
  /// After it: compares, records and returns its effects. Not cancellable: what was done is
  /// recorded even if nobody wants the answer any more. Fails with invalid (no command is open).
  virtual io::Task<base::Result<Step>> after_command() = 0;

  // ---- what was done ----
  [[nodiscard]] virtual const std::vector<Step>& steps() const = 0;
  /// All effects of the session folded into one list: first before, last after, no-ops dropped.
  [[nodiscard]] virtual std::vector<Effect> total() const = 0;
  /// Takes back one step, or every step from `id` on (newest first). What somebody else (or a later
  /// step) changed since is not touched: it is a conflict. Conflicts can be tried again. Fails with
  /// not_found (no such step), io.
  virtual base::Result<UndoReport> undo(const std::string& id) = 0;
  virtual base::Result<UndoReport> undo_from(const std::string& id) = 0;
  virtual base::Result<UndoReport> undo_all() = 0;
  /// The bytes of a version. Fails with not_found if they were not kept.
  virtual base::Result<std::string> content(const Version& version) const = 0;
  /// Unified diff of one effect, or "binary" / "mode" lines; at most `limit` bytes.
  virtual std::string diff(const Effect& effect, std::size_t limit = 64 << 10) const = 0;

  // ---- copies of the tree, to run things in that must not touch it ----
  enum class Tree { now, before };   ///< before = without any of this session's steps
  /// Makes a copy below `into` (a new folder). Without .git unless asked. Fails with too_big (more
  /// than `bytes_max`), no_space, cancelled; then `into` is removed again. Times and modes are kept.
  /// With .git: its objects are shared with the original, everything else is the copy's own.
  virtual io::Task<base::Result<std::string>> fork(Tree tree, std::string into, bool with_git,
                                                   std::uint64_t bytes_max = std::uint64_t{1} << 30) = 0;
  /// Hash over names, contents, kinds and executable bits of the tree now (without .git, empty
  /// folders, and what the tree's own .gitignore files name): the same tree gives the same hash
  /// anywhere.
  virtual io::Task<base::Result<std::string>> tree_hash() = 0;
};

}  // namespace workspace

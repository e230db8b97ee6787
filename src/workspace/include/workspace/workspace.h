#pragma once
// contract: the project as the agent sees it. Every change is a step: known, recorded, undoable.
//
// Two implementations. Transactions (txn/txn.h), where the machine has overlays: a command's changes
// lie in an upper until they are judged (policy.h), and are put in place and taken back by exchange;
// .git and everything else included. Snapshots, where it has not: the edit tools' changes are recorded
// file by file, a command's changes by comparing the tree before and after it, with before-images in
// a private object store.
//
// What snapshots do not see or bring back: the root's .git (git has its own ways to go back),
// owners, extended attributes, hard links (they come back as files of their own), fifos and
// devices, the times of folders that something was put into, changes of a time alone, and contents
// beyond the budgets of Options (their changes are listed with undoable = false). Who changed a file
// while a command ran is not known: it counts as the command's, be it an editor's or another
// session's work. Nothing is held: `state` is applied or undone.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "io/task.h"
#include "sandbox/box.h"
#include "workspace/policy.h"

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

enum class State : std::uint8_t {
  applied,
  undone,     ///< taken back
  held,       ///< not in the tree: waits for the user (accept, drop)
  refused,    ///< not in the tree and thrown away: policy
  conflict,   ///< not in the tree: somebody else changed the path meanwhile; both versions kept
};
std::string_view name(State state);

struct Effect {
  std::string path;                  ///< relative to the root, as bytes
  Change change = Change::modified;
  std::optional<Version> before, after;
  bool undoable = true;              ///< false: the before-image was beyond the store's budget
  bool undone = false;               ///< taken back
  State state = State::applied;      ///< undone as above, and what only transactions know
  std::string why;                   ///< of held, refused, conflict: for people
  std::uint64_t entries = 1;         ///< of a folder made or removed whole and not listed further
  std::string renamed_from, renamed_to;   ///< the other path of a rename, which is two effects
  std::vector<std::string> notes;    ///< "setuid bit removed", ...
  std::uint64_t transaction = 0;     ///< of txn::Store; 0 = a snapshot's
  std::string whole;                 ///< the path of the folder with which it came and goes, "" = its own
};
std::string_view name(Change change);

/// One step: the effects of one tool call.
struct Step {
  std::string id;            ///< the call's id
  std::string what;          ///< for people: "shell: make", "edit src/a.cpp"
  std::int64_t time_ms = 0;
  std::vector<Effect> effects;   ///< by path; a folder before what is in it; without what git keeps
                                 ///< in .git, unless it is held
  std::vector<std::string> git;  ///< what happened to repositories, a line each: "HEAD: main 1a2 -> 3b4"
  std::vector<State> states;     ///< of all its effects, those that `git` tells of included; each once
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

/// A file as a view or a copy of the tree shall have it, whatever the tree has.
struct Shown {
  std::string path;                    ///< relative to the root, not in .git
  std::optional<std::string> bytes;    ///< of a file, or a link's target; nothing = neither file nor folder is there
  Kind kind = Kind::file;              ///< file or symlink
  std::uint32_t mode = 0644;
  std::int64_t mtime_ns = 0;           ///< 0 = now: younger than all that was made of it
};
/// Puts the files into a copy that Workspace::fork made. No link is followed. Fails with denied (a path
/// that leads out, or into .git), io.
base::Result<> show(const std::string& copy, const std::vector<Shown>& files);

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
  /// Use transactions. A session that has steps already stays with what made them.
  bool transactions = false;
  Policy policy;
  /// Nothing is applied without the user's leave (accept): what the policy would apply is held too,
  /// with no `why`. What git keeps in .git is then listed only where the policy has something against it.
  bool hold_all = false;
  std::uint64_t undo_max = std::uint64_t{8} << 30;   ///< kept for undo; the oldest goes first
};

/// Not for several threads at once, and one call at a time (also of those that wait). All paths are relative to the root unless they are absolute; a
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
  struct Command {
    std::uint64_t number = 0;       ///< for after_command
    sandbox::View view;             ///< what the command must be run with
  };
  virtual io::Task<base::Result<Command>> before_command(std::string id, std::string what) = 0;
  /// Makes ready what the next before_command will need, while nobody waits for it: the view with which
  /// to prepare a box. Nothing where there is nothing to make ready.
  virtual base::Result<std::optional<sandbox::View>> prepare() = 0;
  /// After it, when nothing of it runs any more: finds its effects, judges and applies them, records
  /// and returns them. Not cancellable: what was done is recorded even if nobody wants the answer any
  /// more. Fails with invalid (no such command is open).
  virtual io::Task<base::Result<Step>> after_command(std::uint64_t number = 0) = 0;
  /// after_command for a command that goes on, and before_command for its further step, by one look at the
  /// tree: what the command does meanwhile is in one of the two. The step that ended. Not cancellable. Fails
  /// with invalid (no command is open), unsupported (transactions: a command's step lasts as long as it),
  /// no_space, io.
  virtual io::Task<base::Result<Step>> next_command(std::string id, std::string what) = 0;
  /// Goes on in a step of which nothing is in the tree: a further command builds upon its effects, then
  /// after_command reads them anew. Fails with not_found, invalid (something of it is applied), unsupported.
  virtual base::Result<Command> again(const std::string& id) = 0;
  /// True for transactions: several commands may be open at once, and each one's effects are in the
  /// tree only after its after_command.
  [[nodiscard]] virtual bool is_transactional() const = 0;
  /// The repository of a project that does not have it inside (a linked worktree, a folder below the
  /// repository's), where commands can change it too, in the same step. Views want a box that has both
  /// (BoxOptions). Its effects are named from the root: "../repo/.git/...".
  struct Outside {
    std::string repository;   ///< absolute; "" = inside, or none, or read-only
    std::string around;       ///< the working tree of which the root is a part, absolute; "" = the root is all of it
  };
  [[nodiscard]] virtual Outside outside() const { return {}; }
  /// A view in which a command may do what it likes, and nothing of it stays. Ends with the returned
  /// owner, which must not outlive the workspace. Fails with unsupported where there are no
  /// transactions.
  struct Scratch {
    virtual ~Scratch() = default;
    [[nodiscard]] virtual sandbox::View view() const = 0;
  };

  // ---- what was done ----
  [[nodiscard]] virtual const std::vector<Step>& steps() const = 0;
  /// All effects of the session folded into one list: first before, last after, no-ops dropped.
  [[nodiscard]] virtual std::vector<Effect> total() const = 0;
  /// Takes back one step, or every step from `id` on (newest first). What somebody else (or a later
  /// step) changed since is not touched: it is a conflict. Conflicts can be tried again. Fails with
  /// not_found (no such step), io.
  /// `paths` empty = all of the step; a folder means what is in it.
  using Paths = std::vector<std::string>;
  virtual base::Result<UndoReport> undo(const std::string& id, const Paths& paths = {}) = 0;
  virtual base::Result<UndoReport> undo_from(const std::string& id) = 0;
  virtual base::Result<UndoReport> undo_all() = 0;
  /// Does again what was undone, under the same care. Fails with not_found, unsupported (snapshots).
  virtual base::Result<UndoReport> redo(const std::string& id, const Paths& paths = {}) = 0;
  /// Puts held effects (or those in conflict) in place: the user's leave. A held effect is judged no
  /// more; a conflict is tried again as it stands then. Fails with not_found, unsupported.
  virtual base::Result<UndoReport> accept(const std::string& id, const Paths& paths = {}) = 0;
  /// Throws held effects, and those in conflict, away for good. Fails with not_found, unsupported.
  virtual base::Result<> drop(const std::string& id, const Paths& paths = {}) = 0;
  /// Drops what is kept for undo of the oldest steps, until at most `bytes` are left; the steps that
  /// cannot be undone any more.
  virtual base::Result<std::vector<std::string>> shrink(std::uint64_t bytes) = 0;
  /// Bytes kept for undo.
  [[nodiscard]] virtual std::uint64_t kept_bytes() const = 0;
  enum class Side : std::uint8_t { before, after };
  /// The bytes of a file (or a link's target) before or after an effect. Fails with not_found if they
  /// were not kept, too_big.
  virtual base::Result<std::string> content(const Effect& effect, Side side,
                                            std::size_t limit = std::size_t{64} << 20) const = 0;
  /// What lay in a folder that came or went whole and is not listed by itself: an effect each for its files and
  /// links, with content() to be had. Empty for all other effects. Fails with too_big (more than `limit`
  /// entries), not_found (it is not kept any more).
  virtual base::Result<std::vector<Effect>> inside(const Effect& effect, std::size_t limit) const = 0;
  /// Unified diff of one effect, or "binary" / "mode" lines; at most `limit` bytes.
  virtual std::string diff(const Effect& effect, std::size_t limit = 64 << 10) const = 0;

  // ---- copies of the tree, to run things in that must not touch it ----
  enum class Tree { now, before };   ///< before = without any of this session's steps
  /// `shown` is laid over it. Fails as show() does, too.
  virtual io::Task<base::Result<std::unique_ptr<Scratch>>> scratch(Tree tree, std::vector<Shown> shown = {}) = 0;
  /// Makes a copy below `into` (a new folder). Without .git unless asked. Fails with too_big (more
  /// than `bytes_max`), no_space, cancelled; then `into` is removed again. Times and modes are kept.
  /// With .git: its objects are shared with the original, everything else is the copy's own.
  virtual io::Task<base::Result<std::string>> fork(Tree tree, std::string into, bool with_git,
                                                   std::uint64_t bytes_max = std::uint64_t{1} << 30) = 0;
  /// Hash over names, contents, kinds and executable bits of the tree now (without .git, empty
  /// folders, and what the tree's own .gitignore files name): the same tree gives the same hash
  /// anywhere. Reads what is not ignored. Fails with io, cancelled.
  virtual io::Task<base::Result<std::string>> tree_hash() = 0;
  /// That of the tree before this session as well, by the same walk. `before` "" = not known (a large folder
  /// went whole, or a version is not kept): `why_not` says why.
  struct Hashes {
    std::string now, before, why_not;
  };
  virtual io::Task<base::Result<Hashes>> tree_hashes() = 0;
};

}  // namespace workspace

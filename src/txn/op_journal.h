#pragma once
// N/journal: what is about to be done to the tree, and that it was done. Lines of text, each
//
//   <16 hex digits: XXH3-64 of the rest> <words>
//
// A batch (one apply, undo or redo) is written before its first operation, closed with END:
//
//   begin apply 17 2                     direction, sequence number in the store, operations
//   op 0 M src/a.c new=811 old=702 newest=0   index of the effect in meta, way, path, inodes
//   op 1 D old-dir new=0 old=655 newest=0
//   folder src 755 1700000000123456789 -      parent: its mode and mtime before; the mtime to set after
//   END 17
//
// and one write after the last operation:
//
//   left 0 1700000000223456789           the ctime of what is now at the path ("-": nothing there)
//   clash 1 changed%20by%20somebody      not done, and why
//   folder-left src 1700000000223456789  the parent's mtime now
//   COMMIT 17
//
// A batch that failed and was rolled back ends with `left` lines and ABORT 17 (the renames there and
// back gave the files new ctimes), or is cut off again where even that cannot be written. Between batches: `conflict 3 why` (found
// before anything was done), `drop 1 2`, `dropped`, `expire`, `expired`. Bytes of paths that are blank, '%', control or not ASCII are written as %XX.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "item.h"

namespace txn {

enum class Direction : std::uint8_t { apply, redo, undo };
std::string_view name(Direction direction);

struct BatchOp {
  std::size_t effect = 0;
  std::int64_t newest_new_ns = 0;
  // For people: who repairs by hand needs no meta.
  Way way = Way::never;
  std::string path;
  std::uint64_t inode_new = 0, inode_old = 0;
  // After it:
  std::int64_t left_ctime_ns = 0;          ///< 0 = nothing at the path
  std::optional<std::string> clash;
};
struct BatchFolder {
  std::string path;
  std::uint32_t mode = 0;
  std::int64_t mtime_ns = 0;
  std::optional<std::int64_t> restore_ns;  ///< mtime to set after the operations
  std::int64_t left_ns = 0;
};
struct Batch {
  Direction direction = Direction::apply;
  std::uint64_t sequence = 0;
  std::vector<BatchOp> ops;                ///< in the order of an apply; undo goes backwards
  std::vector<BatchFolder> folders;
  bool is_ended = false, is_committed = false, is_aborted = false;
};
/// What a journal says, in order.
struct JournalEvent {
  enum class Kind : std::uint8_t { batch, conflict, drop, dropped, expire, expired };
  Kind kind = Kind::batch;
  Batch batch;
  std::vector<std::size_t> effects;        ///< of drop and conflict
  std::string why;                         ///< of conflict
};
struct JournalText {
  std::vector<JournalEvent> events;        ///< the last batch may be without COMMIT, never without END
  std::size_t good_bytes = 0;              ///< what follows is torn: to be cut off
};

std::string format_plan(const Batch& batch);      ///< begin .. END
std::string format_commit(const Batch& batch);    ///< left .. COMMIT, or ABORT
std::string format_conflict(std::size_t effect, std::string_view why);
std::string format_drop(const std::vector<std::size_t>& effects);
std::string format_word(std::string_view word);   ///< dropped, expire, expired

/// Never fails: what does not check is the end of the journal.
JournalText parse_journal(std::string_view text);

}  // namespace txn

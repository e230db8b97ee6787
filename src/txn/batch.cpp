// One apply, redo or undo, from the choice of effects to COMMIT; and its end after a kill.
//
//   look for conflicts -> make the new versions ready -> write the journal up to END -> rename ->
//   restore the times of folders (undo) -> write COMMIT
//
// Until END is written nothing has happened to the tree. From then on a kill is finished forwards at
// the next start: each operation can tell by inodes whether it was done. A failure (a full disk, a
// right that is missing) is rolled back here and now, and the journal cut back to what it was.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "base/paths.h"
#include "base/try.h"
#include "file_store.h"
#include "prepare.h"
#include "stat.h"

namespace txn {
namespace {

using base::Code;

/// Fewer changed files than this are synced one by one, more with the whole file system.
constexpr std::size_t k_synced_singly = 64;

bool moves_names(Way way) { return way == Way::create || way == Way::exchange || way == Way::remove; }

Forward forward_of(Direction direction) {
  return direction == Direction::undo ? Forward::no : Forward::yes;
}

/// A folder's mode change that takes rights from its owner comes after everything in it, one that
/// gives rights comes before. Undo runs the whole order backwards.
bool comes_first(const Item& item) {
  return item.way == Way::folder && (item.new_attributes->mode & 0700U & ~item.old_attributes->mode) != 0;
}

base::Result<> set_mtime(int folder, std::int64_t mtime_ns) {
  const timespec times[2] = {{0, UTIME_OMIT}, to_timespec(mtime_ns)};
  if (::utimensat(AT_FDCWD, fd_path(folder).c_str(), times, 0) != 0)
    return base::fail_errno("cannot restore the time of a folder");
  return {};
}

}  // namespace

void fold(const Batch& batch, Transaction& transaction, Inner& inner) {
  if (batch.is_aborted) {
    for (const BatchOp& op : batch.ops) {
      Item& item = inner.items[op.effect];
      if (item.place && op.left_ctime_ns != 0) item.place->ctime_ns = op.left_ctime_ns;
    }
    return;
  }
  const bool is_undo = batch.direction == Direction::undo;
  for (const BatchOp& op : batch.ops) {
    Effect& effect = transaction.effects[op.effect];
    Item& item = inner.items[op.effect];
    if (op.clash) {
      effect.why = *op.clash;
      if (batch.direction == Direction::apply && effect.state == State::planned) effect.state = State::conflict;
      continue;
    }
    effect.why.clear();
    effect.state = is_undo ? State::undone : State::applied;
    item.place = is_undo ? effect.before : effect.after;
    if (item.place) item.place->ctime_ns = op.left_ctime_ns;
    item.prepared = true;
    item.newest_new_ns = op.newest_new_ns;
    if (!is_undo) item.sequence = batch.sequence;
  }
  for (const BatchFolder& folder : batch.folders) {
    const auto known = inner.folders.find(folder.path);
    if (folder.restore_ns) {
      inner.folders.erase(folder.path);
    } else if (known == inner.folders.end()) {
      if (!is_undo) inner.folders[folder.path] = {folder.mtime_ns, folder.left_ns};
    } else {
      // Somebody else changed the folder in between: that is the time to come back to.
      if (known->second.after_ns != folder.mtime_ns) known->second.before_ns = folder.mtime_ns;
      known->second.after_ns = folder.left_ns;
    }
  }
}

// ---- the open folders of one call ----

base::Result<FileStore::Site> FileStore::Site::open(const FileStore& store, std::size_t at) {
  const std::uint64_t number = store.all_[at].number;
  Site site;
  const std::string upper_path = store.upper(number), undo_path = store.path_of(number, "undo");
  site.upper_fd.reset(::open(upper_path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!site.upper_fd) return base::fail_errno("cannot open " + upper_path);
  if (::mkdir(undo_path.c_str(), 0700) != 0 && errno != EEXIST)
    return base::fail_errno("cannot make " + undo_path);
  site.undo_fd.reset(::open(undo_path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!site.undo_fd) return base::fail_errno("cannot open " + undo_path);
  site.tree = std::make_unique<Folders>(store.root_.get(), store.options_.root);
  site.upper = std::make_unique<Folders>(site.upper_fd.get(), upper_path);
  return site;
}

base::Result<Spot> FileStore::Site::tree_spot(const std::string& path) {
  TRY(const int folder, tree->open_parent(path));
  return Spot{folder, std::string(base::file_name(path))};
}

base::Result<Spot> FileStore::Site::shelf_spot(const Effect& effect, const Item& item, std::size_t index) {
  if (item.way == Way::remove) return Spot{undo_fd.get(), "x" + std::to_string(index)};
  if (!moves_names(item.way)) return Spot{};
  TRY(const int folder, upper->open_parent(effect.path));
  return Spot{folder, std::string(base::file_name(effect.path))};
}

// ---- the calls ----

base::Result<Outcome> FileStore::apply(std::uint64_t number, const Filter& chosen) {
  TRY(const std::size_t at, find(number));
  if (!all_[at].planned) return base::fail(Code::invalid, "the transaction is not planned yet");
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < all_[at].effects.size(); ++i) {
    const Effect& effect = all_[at].effects[i];
    if (effect.state == State::applied || effect.state == State::dropped) continue;
    if (!chosen || chosen(effect)) jobs.push_back({i, {}});
  }
  TRY(auto outcome, run(at, Direction::apply, std::move(jobs)));
  // Whatever becomes of old records, what was just asked for is done.
  if (auto shrunk = shrink_all_but(options_.bytes_max, number); !shrunk)
    recovered_.push_back("the store could not be made smaller: " + shrunk.error().what);
  return outcome;
}

base::Result<Outcome> FileStore::redo(std::uint64_t number, const Filter& chosen) {
  TRY(const std::size_t at, find(number));
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < all_[at].effects.size(); ++i) {
    const Effect& effect = all_[at].effects[i];
    if (effect.state == State::undone && (!chosen || chosen(effect))) jobs.push_back({i, {}});
  }
  if (jobs.empty()) return base::fail(Code::not_found, "nothing of transaction " + std::to_string(number) + " was undone");
  return run(at, Direction::redo, std::move(jobs));
}

base::Result<Outcome> FileStore::undo(std::uint64_t number, const Filter& chosen) {
  TRY(const std::size_t at, find(number));
  if (all_[at].expired)
    return base::fail(Code::not_found, "the old versions of transaction " + std::to_string(number) +
                                           " were dropped to keep the quota");
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < all_[at].effects.size(); ++i) {
    const Effect& effect = all_[at].effects[i];
    if (effect.state == State::applied && (!chosen || chosen(effect))) jobs.push_back({i, {}});
  }
  if (jobs.empty()) return base::fail(Code::not_found, "nothing of transaction " + std::to_string(number) + " is applied");
  return run(at, Direction::undo, std::move(jobs));
}

base::Result<Outcome> FileStore::run(std::size_t at, Direction direction, std::vector<Job> jobs) {
  Outcome outcome;
  if (jobs.empty()) return outcome;
  if (inner_[at].pending) {
    std::string told;
    TRY_DO(finish(at, told));
    recovered_.push_back(std::move(told));
    return base::fail(Code::changed, "an earlier call on this transaction had to be finished first; look at it again");
  }
  TRY(Site site, Site::open(*this, at));
  TRY_DO(take_same_meanings(at, site, direction, jobs));
  TRY_DO(find_clashes(at, site, direction, jobs));
  TRY_DO(make_ready(at, site, jobs));
  TRY(Batch batch, plan_batch(at, site, direction, jobs));
  if (!batch.ops.empty()) {
    if (options_.durable) TRY_DO(sync_uppers(at, site, jobs));
    const std::uint64_t before = inner_[at].journal_bytes;
    TRY_DO(write_plan(at, batch));
    TRY_DO(carry_out(at, site, batch, before, Resumed::no));
  }
  return account(at, direction, jobs, batch);
}

// What became of each job: the clashes found before, and those found by the operations.
Outcome FileStore::account(std::size_t at, Direction direction, const std::vector<Job>& jobs,
                           const Batch& batch) {
  std::map<std::size_t, std::string> late;
  for (const BatchOp& op : batch.ops)
    if (op.clash) late.emplace(op.effect, *op.clash);
  Outcome outcome;
  std::string conflicts;
  for (const Job& job : jobs) {
    Effect& effect = all_[at].effects[job.effect];
    const Item& item = inner_[at].items[job.effect];
    const auto found = late.find(job.effect);
    const std::string& clash = found != late.end() ? found->second : job.clash;
    if (clash.empty()) {
      outcome.done.push_back(effect.path);
      continue;
    }
    effect.why = clash;
    if (direction == Direction::apply && effect.state == State::planned && item.way != Way::never) {
      effect.state = State::conflict;
      conflicts += format_conflict(job.effect, clash);
    }
    const bool is_undo = direction == Direction::undo;
    const bool is_kept = item.way == Way::never || (moves_names(item.way) && (is_undo ? effect.before : effect.after));
    outcome.left.push_back({effect.path, clash, is_kept ? shelf_path(at, job.effect) : std::string()});
  }
  // For the next start. What was done is done: a journal that cannot take this line is no failure.
  if (!conflicts.empty())
    if (auto told = append(at, conflicts); !told) recovered_.push_back(told.error().what);
  return outcome;
}

// ---- before END ----

base::Result<> FileStore::make_ready(std::size_t at, Site& site, const std::vector<Job>& jobs) {
  for (const Job& job : jobs) {
    Item& item = inner_[at].items[job.effect];
    const Effect& effect = all_[at].effects[job.effect];
    if (!job.clash.empty() || item.prepared || (item.way != Way::create && item.way != Way::exchange)) continue;
    TRY(const Spot spot, site.shelf_spot(effect, item, job.effect));
    auto newest = prepare(spot.folder, spot.name, *effect.after);
    if (!newest) return base::with(std::move(newest).error(), "making " + effect.path + " ready");
    item.newest_new_ns = *newest;
    item.prepared = true;
  }
  return {};
}

base::Result<Batch> FileStore::plan_batch(std::size_t at, Site& site, Direction direction,
                                          const std::vector<Job>& jobs) const {
  Batch batch;
  batch.direction = direction;
  batch.sequence = next_sequence_;
  const Transaction& transaction = all_[at];
  const Inner& inner = inner_[at];
  for (const Job& job : jobs) {
    if (!job.clash.empty()) continue;
    const Effect& effect = transaction.effects[job.effect];
    const Item& item = inner.items[job.effect];
    BatchOp op;
    op.effect = job.effect;
    op.newest_new_ns = item.newest_new_ns;
    op.way = item.way;
    op.path = effect.path;
    op.inode_new = effect.after ? effect.after->inode : 0;
    op.inode_old = effect.before ? effect.before->inode : 0;
    batch.ops.push_back(std::move(op));
  }
  // By path as they are, but folders' own modes around what is in them.
  const auto rank = [&](const BatchOp& op) {
    const Item& item = inner.items[op.effect];
    if (item.way != Way::folder) return 1;
    return comes_first(item) ? 0 : 2;
  };
  std::stable_sort(batch.ops.begin(), batch.ops.end(), [&](const BatchOp& a, const BatchOp& b) {
    const int rank_a = rank(a), rank_b = rank(b);
    if (rank_a != rank_b) return rank_a < rank_b;
    return rank_a == 2 && a.path > b.path;
  });

  std::map<std::string, bool> parents;   // and whether something in it stays applied
  for (const BatchOp& op : batch.ops)
    if (moves_names(op.way)) parents.emplace(base::parent(op.path), false);
  if (direction == Direction::undo) {
    std::set<std::size_t> undone;
    for (const BatchOp& op : batch.ops) undone.insert(op.effect);
    for (std::size_t i = 0; i < transaction.effects.size(); ++i) {
      if (transaction.effects[i].state != State::applied || undone.contains(i) || !moves_names(inner.items[i].way))
        continue;
      const auto parent = parents.find(base::parent(transaction.effects[i].path));
      if (parent != parents.end()) parent->second = true;
    }
  }
  for (const auto& [path, stays] : parents) {
    TRY(const int folder, site.tree->open(path));
    struct stat st {};
    if (::fstat(folder, &st) != 0) return base::fail_errno("cannot look at the folder " + path);
    BatchFolder one;
    one.path = path;
    one.mode = st.st_mode & 07777U;
    one.mtime_ns = nanoseconds(st.st_mtim);
    const auto known = inner.folders.find(path);
    if (direction == Direction::undo && !stays && known != inner.folders.end() &&
        known->second.after_ns == one.mtime_ns)
      one.restore_ns = known->second.before_ns;
    batch.folders.push_back(std::move(one));
  }
  return batch;
}

base::Result<> FileStore::sync_uppers(std::size_t at, Site& site, const std::vector<Job>& jobs) const {
  // An exchange does not make a file system write the bytes first, as a plain rename over a file does.
  const bool is_single = jobs.size() < k_synced_singly;
  bool needs_all = !is_single;
  for (const Job& job : jobs) {
    const Effect& effect = all_[at].effects[job.effect];
    if (!is_single || !job.clash.empty()) continue;
    if (is_folder(effect.after)) needs_all = true;
    if (!effect.after || effect.after->kind != Kind::file || effect.state == State::applied) continue;
    const Item& item = inner_[at].items[job.effect];
    if (item.way != Way::create && item.way != Way::exchange) continue;
    TRY(const Spot spot, site.shelf_spot(effect, item, job.effect));
    const base::Fd fd(::openat(spot.folder, spot.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd) needs_all = true;   // not readable: the whole file system, then
    else if (::fdatasync(fd.get()) != 0) return base::fail_errno("cannot sync " + effect.path);
  }
  if (needs_all && ::syncfs(root_.get()) != 0) return base::fail_errno("cannot sync the file system");
  return {};
}

base::Result<> FileStore::write_plan(std::size_t at, Batch& batch) {
  const std::string lines = format_plan(batch);
  const std::uint64_t before = inner_[at].journal_bytes;
  auto written = append(at, lines);
  if (!written) {
    if (auto cut = cut_journal(at, before); !cut) written.error().what += "; " + cut.error().what;
    return written;
  }
  batch.is_ended = true;
  ++next_sequence_;
  return {};
}

// ---- from END to COMMIT ----

// The operations of one batch, and how to take them back.
class FileStore::Work {
 public:
  Work(FileStore& store, std::size_t at, Site& site, Batch& batch, Resumed resumed)
      : transaction_(store.all_[at]), inner_(store.inner_[at]), site_(site), batch_(batch),
        forward_(forward_of(batch.direction)), resumed_(resumed) {}

  base::Result<> execute() {
    std::vector<BatchOp*> order;
    for (BatchOp& op : batch_.ops) order.push_back(&op);
    if (forward_ == Forward::no) std::reverse(order.begin(), order.end());
    for (BatchOp* op : order) TRY_DO(one(*op));
    if (resumed_ == Resumed::yes) TRY_DO(mend_modes());
    TRY_DO(restore_times());
    return look_at_all();
  }

  // Returns "" or what could not be rolled back.
  std::string roll_back() {
    std::string trouble;
    for (auto op = done_.rbegin(); op != done_.rend(); ++op)
      if (auto back = one_back(**op); !back) trouble += "; " + back.error().what;
    for (const BatchFolder& folder : batch_.folders) {
      const auto fd = site_.tree->open(folder.path);
      if (!fd) continue;   // gone: it has no time any more
      if (auto set = set_mtime(*fd, folder.mtime_ns); !set) trouble += "; " + set.error().what;
    }
    for (BatchOp& op : batch_.ops) op.clash.reset(), op.left_ctime_ns = 0;
    for (BatchOp* op : tried_) {
      const auto tree = site_.tree_spot(op->path);
      if (!tree) continue;
      const auto found = look(tree->folder, tree->name);
      const auto& place = inner_.items[op->effect].place;
      if (found && *found && place && is_same(**found, *place)) op->left_ctime_ns = (*found)->ctime_ns;
    }
    return trouble;
  }

 private:
  base::Result<> one(BatchOp& op) {
    const Effect& effect = transaction_.effects[op.effect];
    const Item& item = inner_.items[op.effect];
    auto tree = site_.tree_spot(effect.path);
    if (!tree && tree.error().code == Code::changed) {
      op.clash = tree.error().what;
      return {};
    }
    if (!tree) return base::fail(std::move(tree).error());
    TRY(const Spot shelf, site_.shelf_spot(effect, item, op.effect));
    if (resumed_ == Resumed::yes) {
      TRY(const Interrupted found, look_at_interrupted(effect, item, *tree, shelf, forward_));
      if (found == Interrupted::foreign) op.clash = "changed by somebody at this very moment";
      if (found == Interrupted::done) done_.push_back(&op), tried_.push_back(&op);
      if (found != Interrupted::not_done) return {};
    }
    tried_.push_back(&op);
    TRY(const Moved moved, move(effect, item, *tree, shelf, forward_));
    if (moved.is_done) done_.push_back(&op);
    else op.clash = moved.clash;
    return {};
  }

  base::Result<> one_back(const BatchOp& op) {
    const Effect& effect = transaction_.effects[op.effect];
    const Item& item = inner_.items[op.effect];
    TRY(const Spot tree, site_.tree_spot(effect.path));
    TRY(const Spot shelf, site_.shelf_spot(effect, item, op.effect));
    return move_back(effect, item, tree, shelf, forward_);
  }

  // A kill may have come while a folder had its w bit for the length of a rename.
  base::Result<> mend_modes() {
    std::set<std::string> changed_here;
    for (const BatchOp& op : batch_.ops) {
      const Effect& effect = transaction_.effects[op.effect];
      const Item& item = inner_.items[op.effect];
      if (item.way == Way::folder) changed_here.insert(effect.path);
      if (op.clash || !moves_names(item.way)) continue;
      TRY(const Spot tree, site_.tree_spot(effect.path));
      TRY(const Spot shelf, site_.shelf_spot(effect, item, op.effect));
      const bool is_new_in_tree = forward_ == Forward::yes;
      const auto& in_tree = is_new_in_tree ? effect.after : effect.before;
      const auto& on_shelf = is_new_in_tree ? effect.before : effect.after;
      if (in_tree) TRY_DO(mend_mode(tree, *in_tree));
      if (on_shelf) TRY_DO(mend_mode(shelf, *on_shelf));
    }
    for (const BatchFolder& folder : batch_.folders) {
      if (changed_here.contains(folder.path)) continue;
      const auto fd = site_.tree->open(folder.path);
      if (!fd) continue;
      TRY(const auto found, look(*fd, "."));
      if (!found || found->mode == folder.mode || found->mode != (folder.mode | 0300U)) continue;
      if (::chmod(fd_path(*fd).c_str(), folder.mode) != 0)
        return base::fail_errno("cannot restore the mode of the folder " + folder.path);
    }
    return {};
  }

  base::Result<> restore_times() {
    for (BatchFolder& folder : batch_.folders) {
      const auto fd = site_.tree->open(folder.path);
      if (!fd) continue;
      if (folder.restore_ns) TRY_DO(set_mtime(*fd, *folder.restore_ns));
      struct stat st {};
      if (::fstat(*fd, &st) != 0) return base::fail_errno("cannot look at the folder " + folder.path);
      folder.left_ns = nanoseconds(st.st_mtim);
    }
    return {};
  }

  // What is in the tree now; the ctime tells later whether somebody touched it.
  base::Result<> look_at_all() {
    for (BatchOp& op : batch_.ops) {
      if (op.clash) continue;
      const Effect& effect = transaction_.effects[op.effect];
      const auto tree = site_.tree_spot(effect.path);
      if (!tree) continue;   // its folder is gone again: that is seen at the next call
      TRY(const auto found, look(tree->folder, tree->name));
      op.left_ctime_ns = found ? found->ctime_ns : 0;
    }
    return {};
  }

  const Transaction& transaction_;
  const Inner& inner_;
  Site& site_;
  Batch& batch_;
  Forward forward_;
  Resumed resumed_;
  std::vector<BatchOp*> done_, tried_;
};

// Everything between END, which is on the disk, and COMMIT; or all of it taken back.
base::Result<> FileStore::carry_out(std::size_t at, Site& site, Batch& batch, std::uint64_t before,
                                    Resumed resumed) {
  Work work(*this, at, site, batch, resumed);
  auto done = work.execute();
  if (done && options_.durable && ::syncfs(root_.get()) != 0) done = base::fail_errno("cannot sync the file system");
  if (done) done = append(at, format_commit(batch));
  if (!done) {
    const std::string trouble = give_up(at, work, batch, before);
    done.error().what += trouble.empty() ? "; everything was rolled back"
                                         : "; not all of it could be rolled back" + trouble + "; it will be finished later";
    return done;
  }
  batch.is_committed = true;
  fold(batch, all_[at], inner_[at]);
  inner_[at].pending.reset();
  count_stored(at);
  // It is done: nothing that fails from here on may say otherwise.
  for (const BatchOp& op : batch.ops) own_ns_ = std::max(own_ns_, op.left_ctime_ns);
  if (const auto now = tick()) own_ns_ = std::max(own_ns_, *now);
  remove_copies(at, site, batch);
  return {};
}

// Rolls back and closes the journal. Returns "" or what did not go; then the batch stays open.
std::string FileStore::give_up(std::size_t at, Work& work, Batch& batch, std::uint64_t before) {
  std::string trouble = work.roll_back();
  if (trouble.empty()) {
    Batch aborted = batch;
    aborted.is_aborted = true;
    // What came back has a new ctime, which must not look like somebody else's doing.
    fold(aborted, all_[at], inner_[at]);
    const std::uint64_t end = inner_[at].journal_bytes;
    if (!append(at, format_commit(aborted))) {
      // On a full disk: shorter always goes. Then only this process knows the new ctimes.
      inner_[at].journal_bytes = end;
      if (auto cut = cut_journal(at, before); !cut) trouble = "; " + cut.error().what;
    }
  }
  if (trouble.empty()) inner_[at].pending.reset();
  else inner_[at].pending = batch;
  return trouble;
}

// A file whose attributes alone changed was copied up as a whole; the copy is of no use any more.
void FileStore::remove_copies(std::size_t at, Site& site, const Batch& batch) {
  for (const BatchOp& op : batch.ops) {
    if (op.clash || op.way != Way::attributes) continue;
    const auto parent = site.upper->open_parent(op.path);
    // If it stays, drop() or shrink() takes it with the rest.
    if (parent) (void)::unlinkat(*parent, std::string(base::file_name(op.path)).c_str(), 0);
  }
  (void)at;
}

base::Result<> FileStore::finish(std::size_t at, std::string& told) {
  Batch batch = *inner_[at].pending;
  for (BatchOp& op : batch.ops) op.clash.reset();
  TRY(Site site, Site::open(*this, at));
  const std::uint64_t before = inner_[at].journal_bytes - format_plan(batch).size();
  for (const BatchOp& op : batch.ops) inner_[at].items[op.effect].prepared = true;
  TRY_DO(carry_out(at, site, batch, before, Resumed::yes));
  const Transaction& transaction = all_[at];
  told = "transaction " + std::to_string(transaction.number) + " (" + transaction.what + "): the interrupted " +
         std::string(name(batch.direction)) + " of " + std::to_string(batch.ops.size()) +
         (batch.ops.size() == 1 ? " change" : " changes") + " was finished";
  for (const BatchOp& op : batch.ops)
    if (op.clash) told += "; left: " + op.path + ", " + *op.clash;
  return {};
}

// ---- the journal's file ----

base::Result<> FileStore::append(std::size_t at, std::string_view lines) {
  const std::string path = path_of(all_[at].number, "journal");
  const base::Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return base::fail_errno("cannot open " + path);
  // At the known end: what a torn write left behind is overwritten, never continued.
  if (::lseek(fd.get(), static_cast<off_t>(inner_[at].journal_bytes), SEEK_SET) < 0)
    return base::fail_errno("cannot write " + path);
  if (auto written = base::write_all(fd.get(), lines); !written)
    return base::with(std::move(written).error(), "cannot write " + path);
  if (options_.durable && ::fsync(fd.get()) != 0) return base::fail_errno("cannot sync " + path);
  inner_[at].journal_bytes += lines.size();
  return {};
}

base::Result<> FileStore::cut_journal(std::size_t at, std::uint64_t size) {
  const std::string path = path_of(all_[at].number, "journal");
  if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0 && errno != ENOENT)
    return base::fail_errno("cannot shorten " + path);
  inner_[at].journal_bytes = size;
  return {};
}

}  // namespace txn

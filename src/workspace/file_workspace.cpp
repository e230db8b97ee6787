// How the parts come together. A session's folder:
//   txn/000001.json   one step, see step_record.h
//   txn/tree.snap     the tree before the newest command: what a step that was left open is compared
//                     with after a crash
//   txn/generation    the generation of the object store that this session's steps refer to
//   txn/kept/         versions that an undo could not put in place
//
// The order of writing is the promise: contents (store.flush), then the record, then the change. So
// whatever the moment of a kill -9, each change that was made is told by a record, and each record's
// contents can be had.

#include "file_workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <unordered_map>

#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "edit_step.h"
#include "effect_diff.h"
#include "fold.h"
#include "place.h"
#include "restore.h"
#include "snapshot_file.h"
#include "tree_copy.h"
#include "tree_hash.h"

namespace workspace {

using base::Code;
using base::join;

FileWorkspace::FileWorkspace(Options options, std::unique_ptr<Rooted> root, base::Fd lock)
    : options_(std::move(options)), root_(std::move(root)), lock_(std::move(lock)) {}

std::string FileWorkspace::txn_dir() const { return join(options_.session_dir, "txn"); }
std::string FileWorkspace::snapshot_file() const { return join(txn_dir(), "tree.snap"); }

base::Result<ObjectStore*> FileWorkspace::store() const {
  if (store_) return store_.get();
  const std::string file = join(txn_dir(), "generation");
  // Missing or unreadable: a new session, or one whose old contents are looked for in all generations.
  const auto generation = base::read_file(file, 256);
  TRY(auto opened, ObjectStore::open(options_.store_dir, generation ? *generation : std::string(),
                                     options_.store_max));
  if (!generation || *generation != opened->generation())
    TRY_DO(base::write_file(file, opened->generation(), 0600));
  store_ = std::move(opened);
  return store_.get();
}

CaptureRules FileWorkspace::rules() const {
  CaptureRules out;
  out.file_max = options_.file_max;
  out.ignored_max = options_.ignored_max;
  out.walk.entries_max = options_.entries_max;
  // Where plumb's own folders lie in the project they are no part of it.
  for (const std::string& dir : {options_.session_dir, options_.store_dir}) {
    struct stat st {};
    if (::stat(dir.c_str(), &st) == 0) out.walk.skipped.emplace_back(st.st_dev, st.st_ino);
  }
  return out;
}

base::Result<std::string> FileWorkspace::resolve(const std::string& path) const {
  TRY(const std::string place, place_below(root(), path, LastLink::follow));
  return place.empty() ? root() : join(root(), place);
}

// ---- the steps on disk ----

base::Result<> FileWorkspace::start() {
  TRY_DO(load_steps());
  return {};
}

base::Result<> FileWorkspace::load_steps() {
  TRY(const auto names, base::list_dir(txn_dir()));
  for (const std::string& name : names) {
    const bool is_step = name.size() > 5 && name.ends_with(".json") &&
                         name.find_first_not_of("0123456789") == name.size() - 5;
    if (!is_step || name.size() > 20) continue;
    last_number_ = std::max<std::uint64_t>(last_number_, std::stoull(name));
    auto record = load_step(join(txn_dir(), name));
    if (!record) {
      recovered_.push_back("a step cannot be read and is left out: " + record.error().what);
      continue;
    }
    if (record->state == StepRecord::State::dropped) continue;
    if (record->state != StepRecord::State::done) TRY_DO(recover(*record));
    if (record->state == StepRecord::State::dropped) continue;
    steps_.push_back(record->step);
    record->step = {};
    records_.push_back(std::move(*record));
  }
  return {};
}

StepRecord FileWorkspace::new_record(StepRecord::Kind kind, std::string id, std::string what) {
  StepRecord record;
  record.number = ++last_number_;
  record.kind = kind;
  record.token = base::random_hex(8);
  record.step.id = std::move(id);
  record.step.what = std::move(what);
  record.step.time_ms = base::now_ms();
  return record;
}

void FileWorkspace::add(StepRecord record) {
  steps_.push_back(std::move(record.step));
  record.step = {};
  records_.push_back(std::move(record));
}

// ---- what a killed process left ----

base::Result<> FileWorkspace::recover(StepRecord& record) {
  if (record.kind == StepRecord::Kind::command && record.state == StepRecord::State::open)
    return recover_command(record);
  return recover_edit(record);
}

// A temporary file is ours if it has one of the contents that the step deals in. Otherwise it is what
// somebody wrote in the moment of the exchange, and nobody else has it.
void FileWorkspace::remove_temporaries(const StepRecord& record) {
  for (std::size_t i = 0; i < record.step.effects.size(); ++i) {
    const Effect& effect = record.step.effects[i];
    const std::string temporary =
        join(base::parent(effect.path), temporary_name(record, i));
    const std::string path = base::normalize(temporary);
    const auto now = look(*root_, path, options_.file_max);
    if (!now || !*now) continue;
    const bool half_written = (*now)->kind == Kind::file && !has_content_of(*now, effect.before) &&
                              !has_content_of(*now, effect.after);
    const bool old_is_missing = [&] {
      const auto there = look(*root_, effect.path, options_.file_max);
      return there && *there && has_content_of(*there, effect.after);
    }();
    if (half_written && old_is_missing && effect.before) {
      recovered_.push_back("what somebody wrote to " + effect.path +
                           " while plumb replaced it is kept as " + join(root(), path));
      continue;
    }
    const auto folder = root_->folder_of(path);
    if (folder) ::unlinkat(folder->get(), std::string(base::file_name(path)).c_str(), 0);
  }
}

base::Result<> FileWorkspace::recover_edit(StepRecord& record) {
  remove_temporaries(record);
  TRY(ObjectStore* const objects, store());
  RestoreRules how;
  how.temporary = [&](std::size_t i) { return temporary_name(record, i); };
  const bool was_undo = record.state == StepRecord::State::undoing;
  const auto report = restore(*root_, *objects, record.step.effects, how);
  recovered_.push_back((was_undo ? "finished taking back \"" : "took back the unfinished \"") +
                       record.step.what + "\" (" + record.step.id + ")");
  for (const Conflict& conflict : report.conflicts)
    recovered_.push_back("left " + conflict.path + " as it is: " + conflict.why);
  record.state = was_undo ? StepRecord::State::done : StepRecord::State::dropped;
  record.step.undone = report.conflicts.empty();
  return save(txn_dir(), record);
}

base::Result<> FileWorkspace::recover_command(StepRecord& record) {
  tree_ = load_snapshot(snapshot_file(), root());
  tree_known_ = true;
  tree_saved_ = true;
  if (tree_.entries.empty() && !base::exists(snapshot_file())) {
    recovered_.push_back("the command \"" + record.step.what +
                         "\" was interrupted, and what the tree was before it is lost");
    record.state = StepRecord::State::dropped;
    return save(txn_dir(), record);
  }
  TRY_DO(close_command(record));
  record.step.interrupted = true;
  record.state = StepRecord::State::done;
  recovered_.push_back("the command \"" + record.step.what + "\" (" + record.step.id +
                       ") was interrupted; recorded what has changed since it began: " +
                       std::to_string(record.step.effects.size()) + " paths");
  return save(txn_dir(), record);
}

// ---- steps by the edit tools ----

base::Result<Step> FileWorkspace::write(std::string id, std::string what,
                                        std::vector<FileWrite> files) {
  TRY(ObjectStore* const objects, store());
  TRY(auto plan, plan_edit(*root_, *objects, std::move(files), options_.file_max));
  StepRecord record = new_record(StepRecord::Kind::edit, std::move(id), std::move(what));
  record.step.effects = plan.effects;
  TRY_DO(objects->flush());
  TRY_DO(save(txn_dir(), record));
  std::vector<std::string> left;
  auto done = apply_edit(*root_, *objects, record, plan, left);
  if (done) {
    record.state = StepRecord::State::done;
    done = save(txn_dir(), record);
    // Said to have failed, it must not stay done; and the next open() would take it back anyway.
    if (!done) take_back(record, left);
  }
  if (!done) {
    base::Error error = std::move(done).error();
    for (const std::string& path : left) error.what += "; could not be put back: " + path;
    record.state = StepRecord::State::dropped;
    if (auto saved = save(txn_dir(), record); !saved) error.what += "; " + saved.error().what;
    return base::fail(std::move(error));
  }
  TRY_DO(look_again(record.step.effects));
  add(std::move(record));
  return steps_.back();
}

void FileWorkspace::take_back(StepRecord& record, std::vector<std::string>& left) {
  RestoreRules how;
  how.temporary = [&](std::size_t i) { return temporary_name(record, i); };
  const auto report = restore(*root_, *store_, record.step.effects, how);
  for (const Conflict& conflict : report.conflicts)
    left.push_back(conflict.path + " (" + conflict.why + ")");
}

// An edit (or an undo) while a command is open is not that command's work: what it changed belongs to
// the tree before.
base::Result<> FileWorkspace::look_again(const std::vector<Effect>& effects) {
  if (!open_) return {};
  TRY(ObjectStore* const objects, store());
  for (const Effect& effect : effects) {
    TRY(auto now, look(*root_, effect.path, options_.file_max));
    const auto at = std::lower_bound(
        tree_.entries.begin(), tree_.entries.end(), effect.path,
        [](const Entry& entry, const std::string& path) { return before(entry.path, path); });
    const bool there = at != tree_.entries.end() && at->path == effect.path;
    if (now) now->kept = now->hashed && objects->has(now->hash);
    if (now && there) {
      *at = std::move(*now);
    } else if (now) {
      tree_.entries.insert(at, std::move(*now));
    } else if (there) {
      tree_.entries.erase(at);
    }
  }
  return save_snapshot(tree_, root(), snapshot_file(), join(objects->folder(), "tree.snap"));
}

// ---- steps by commands ----

base::Result<> FileWorkspace::prepare_tree() {
  if (tree_known_) return {};
  TRY(ObjectStore* const objects, store());
  tree_ = load_snapshot(join(objects->folder(), "tree.snap"), root());
  tree_known_ = true;
  tree_saved_ = false;
  return {};
}

base::Result<> FileWorkspace::begin_command(std::string id, std::string what,
                                            std::stop_token stop) {
  if (open_) {
    // From here on what the other one does is this one's, and after this one its own again.
    Outer outer{open_->step.id + "+", open_->step.what};
    TRY_DO(finish_command());
    if (auto opened = open_command(std::move(id), std::move(what)); !opened) {
      TRY_DO(open_command(std::move(outer.id), std::move(outer.what)));
      return opened;
    }
    outer_.push_back(std::move(outer));
    return {};
  }
  TRY_DO(prepare_tree());
  TRY(ObjectStore* const objects, store());
  bool changed = false;
  TRY(auto tree, capture(*root_, *objects, rules(), tree_, changed, std::move(stop)));
  tree_ = std::move(tree);
  if (changed) tree_saved_ = false;
  return open_command(std::move(id), std::move(what));
}

/// From the tree as it was seen last: nothing may go by between two steps of a command that goes on.
base::Result<> FileWorkspace::open_command(std::string id, std::string what) {
  if (!tree_saved_) {
    TRY(ObjectStore* const objects, store());
    TRY_DO(save_snapshot(tree_, root(), snapshot_file(), join(objects->folder(), "tree.snap")));
    tree_saved_ = true;
  }
  StepRecord record = new_record(StepRecord::Kind::command, std::move(id), std::move(what));
  TRY_DO(save(txn_dir(), record));
  open_ = std::move(record);
  return {};
}

base::Result<> FileWorkspace::close_command(StepRecord& record) {
  TRY(ObjectStore* const objects, store());
  bool changed = false;
  TRY(auto tree, capture(*root_, *objects, rules(), tree_, changed, std::stop_token()));
  record.step.effects = compare(tree_, tree);
  record.step.incomplete = tree.incomplete || tree_.incomplete;
  tree_ = std::move(tree);
  if (changed) tree_saved_ = false;
  return {};
}

base::Result<> FileWorkspace::finish_command() {
  TRY_DO(close_command(*open_));
  open_->state = StepRecord::State::done;
  auto saved = save(txn_dir(), *open_);
  add(std::move(*open_));
  open_.reset();
  // The step is known to this process; to the next one it looks interrupted, and is looked at again.
  return saved;
}

base::Result<Step> FileWorkspace::end_command() {
  if (!open_) return base::fail(Code::invalid, "no command is open");
  auto finished = finish_command();
  if (open_) return base::fail(std::move(finished).error());
  if (!outer_.empty()) {
    Outer outer = std::move(outer_.back());
    outer_.pop_back();
    TRY_DO(open_command(std::move(outer.id), std::move(outer.what)));
  }
  if (!finished) return base::fail(std::move(finished).error());
  return steps_.back();
}

base::Result<Step> FileWorkspace::turn_command(std::string id, std::string what) {
  if (!open_) return base::fail(Code::invalid, "no command is open");
  auto finished = finish_command();
  if (open_) return base::fail(std::move(finished).error());
  TRY_DO(open_command(std::move(id), std::move(what)));
  if (!finished) return base::fail(std::move(finished).error());
  return steps_.back();
}

// ---- undo ----

std::vector<Effect> FileWorkspace::total() const { return fold(steps_); }

base::Result<std::size_t> FileWorkspace::find_step(const std::string& id) const {
  for (std::size_t i = steps_.size(); i-- > 0;)
    if (steps_[i].id == id) return i;
  return base::fail(Code::not_found, "there is no step " + id + " in this session");
}

// Where a later step is the somebody, its name is more help than "somebody".
void FileWorkspace::name_later_steps(std::size_t i, std::vector<Conflict>& conflicts) const {
  if (conflicts.empty()) return;
  std::unordered_map<std::string_view, const Step*> later;
  for (std::size_t k = i + 1; k < steps_.size(); ++k)
    for (const Effect& effect : steps_[k].effects)
      if (!effect.undone) later.emplace(effect.path, &steps_[k]);
  for (Conflict& conflict : conflicts)
    if (const auto found = later.find(conflict.path); found != later.end())
      conflict.why += " (a later step: " + found->second->what + ")";
}

static bool chosen_by(const Workspace::Paths& paths, const Effect& effect) {
  return paths.empty() || std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
           return base::is_within(effect.path, path);
         });
}

base::Result<> FileWorkspace::undo_record(std::size_t i, UndoReport& report, const Paths& paths) {
  Step& step = steps_[i];
  if (step.undone) return {};
  TRY(ObjectStore* const objects, store());
  StepRecord record = records_[i];
  record.step = step;
  record.state = StepRecord::State::undoing;
  TRY_DO(save(txn_dir(), record));
  RestoreRules how;
  how.temporary = [&](std::size_t k) { return temporary_name(record, k); };
  std::size_t kept = 0;
  how.keep_aside = [&](const Effect& effect, const std::string& bytes) -> std::string {
    const std::string file = join(
        join(txn_dir(), "kept"), std::to_string(record.number) + "-" + std::to_string(++kept) + "-" +
                                     std::string(base::file_name(effect.path)).substr(0, 200));
    if (!base::make_dirs(base::parent(file), 0700)) return {};
    return base::write_file(file, bytes, 0600) ? file : std::string();
  };
  std::vector<Effect*> others;   // not asked for: for the time of this call as if they were back
  for (Effect& effect : record.step.effects)
    if (!effect.undone && !chosen_by(paths, effect)) others.push_back(&effect);
  for (Effect* const effect : others) effect->undone = true;
  UndoReport one = restore(*root_, *objects, record.step.effects, how);
  for (Effect* const effect : others) effect->undone = false;
  for (Effect& effect : record.step.effects) effect.state = effect.undone ? State::undone : State::applied;
  name_later_steps(i, one.conflicts);
  record.state = StepRecord::State::done;
  record.step.undone = one.conflicts.empty() && others.empty();
  step = record.step;
  TRY_DO(save(txn_dir(), record));
  TRY_DO(look_again(step.effects));
  report.restored.insert(report.restored.end(), one.restored.begin(), one.restored.end());
  report.conflicts.insert(report.conflicts.end(), one.conflicts.begin(), one.conflicts.end());
  return {};
}

base::Result<UndoReport> FileWorkspace::undo_range(std::size_t first, std::size_t last) {
  UndoReport report;
  for (std::size_t i = last; i-- > first;) TRY_DO(undo_record(i, report));
  // A path of several steps is named once; where it stopped, the oldest version is what is wanted.
  std::sort(report.restored.begin(), report.restored.end());
  report.restored.erase(std::unique(report.restored.begin(), report.restored.end()),
                        report.restored.end());
  std::vector<Conflict> conflicts;
  std::unordered_map<std::string, std::size_t> at;
  for (Conflict& conflict : report.conflicts) {
    const auto [found, fresh] = at.emplace(conflict.path, conflicts.size());
    if (fresh) {
      conflicts.push_back(std::move(conflict));
    } else if (!conflict.kept_as.empty()) {
      conflicts[found->second].kept_as = std::move(conflict.kept_as);
    }
  }
  std::erase_if(report.restored, [&](const std::string& path) { return at.contains(path); });
  report.conflicts = std::move(conflicts);
  return report;
}

base::Result<UndoReport> FileWorkspace::undo(const std::string& id, const Paths& paths) {
  TRY(const std::size_t i, find_step(id));
  if (paths.empty()) return undo_range(i, i + 1);
  UndoReport report;
  TRY_DO(undo_record(i, report, paths));
  return report;
}

base::Result<UndoReport> FileWorkspace::undo_from(const std::string& id) {
  TRY(const std::size_t i, find_step(id));
  return undo_range(i, steps_.size());
}

base::Result<UndoReport> FileWorkspace::undo_all() { return undo_range(0, steps_.size()); }

base::Result<std::string> FileWorkspace::content(const Effect& effect, Side side,
                                                 std::size_t limit) const {
  const auto& version = side == Side::before ? effect.before : effect.after;
  if (!version) return base::fail(Code::not_found, effect.path + " was not there");
  if (version->hash.empty())
    return base::fail(Code::not_found, "this " + std::string(name(version->kind)) +
                                           " has no content that was kept");
  if (version->size > limit) return base::fail(Code::too_big, effect.path + " is too large to be shown");
  TRY(const Hash hash, hash_from_hex(version->hash));
  TRY(ObjectStore* const objects, store());
  return objects->get(hash);
}

std::string FileWorkspace::diff(const Effect& effect, std::size_t limit) const {
  return effect_diff([&](Side side) { return content(effect, side, std::numeric_limits<std::size_t>::max()); }, effect, limit);
}

// ---- what only transactions can do ----

static tl::unexpected<base::Error> no_transactions(const std::string& what) {
  return base::fail(Code::unsupported, what + " needs transactions, and this session was recorded by "
                                              "snapshots (`plumb doctor` says why)");
}
base::Result<UndoReport> FileWorkspace::redo(const std::string&, const Paths&) {
  return no_transactions("redo");
}
base::Result<Workspace::Command> FileWorkspace::again(const std::string&) {
  return no_transactions("a fork");
}
base::Result<UndoReport> FileWorkspace::accept(const std::string&, const Paths&) {
  return no_transactions("holding effects");
}
base::Result<> FileWorkspace::drop(const std::string&, const Paths&) {
  return no_transactions("holding effects");
}
base::Result<std::vector<std::string>> FileWorkspace::shrink(std::uint64_t) {
  return no_transactions("a quota of its own");
}
// The store belongs to the project, not to the session: it bounds itself.
std::uint64_t FileWorkspace::kept_bytes() const { return 0; }

// ---- copies and the hash ----

base::Result<std::string> FileWorkspace::make_fork(Tree tree, const std::string& into,
                                                   bool with_git, std::uint64_t bytes_max,
                                                   std::stop_token stop) {
  CopyRules how{rules().walk, bytes_max};
  const bool was_there = base::exists(into);
  auto done = copy_tree(*root_, into, how, stop);
  if (done && with_git) done = copy_git(*root_, into, how, stop);
  if (done && tree == Tree::before) {
    auto effects = total();
    const auto objects = store();
    const auto copy = Rooted::open(into);
    if (!objects) {
      done = base::fail(objects.error());
    } else if (!copy) {
      done = base::fail(copy.error());
    } else {
      RestoreRules where;
      where.temporary = [](std::size_t i) { return ".plumb-fork-" + std::to_string(i) + ".tmp"; };
      // What somebody else changed since stays as it is, here as in an undo.
      (void)restore(**copy, **objects, effects, where);
    }
  }
  if (done) return into;
  if (!was_there) (void)base::remove_all(into);  // the first failure is the one to tell
  return base::fail(std::move(done).error());
}

base::Result<Workspace::Hashes> FileWorkspace::hash_tree(Wanted wanted, std::stop_token stop) {
  TRY_DO(prepare_tree());
  TRY(ObjectStore* const objects, store());
  CaptureRules how = rules();
  how.keep = false;
  bool changed = false;
  TRY(auto tree, capture(*root_, *objects, how, tree_, changed, std::move(stop)));
  const auto before_of = [this](const Effect& effect) { return content(effect, Side::before, std::size_t{1} << 30); };
  Hashes out;
  TRY(out.now, tree_hash_of(*root_, tree));
  if (wanted == Wanted::both) add_hash_before(*root_, tree, total(), before_of, out);
  // While a command is open the tree before it must stay what it was.
  if (!open_) {
    tree_ = std::move(tree);
    if (changed) tree_saved_ = false;
  }
  return out;
}

}  // namespace workspace

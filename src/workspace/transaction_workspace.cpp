// What is the workspace's own here: judging, presenting, and the views. The moving of files is all
// txn's, and nothing in this file writes below the project's root.
//
// A command: begin makes an upper; the command runs in an overlay of it; finish reads the effects,
// judges each, puts those in place that may be, throws the refused away and leaves the held ones where
// they are. An edit goes the same way, but is taken or left as a whole: a tool call that did half of
// what it was asked is worse than one that failed.

#include "transaction_workspace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/paths.h"
#include "base/try.h"
#include "effect_diff.h"
#include "place.h"
#include "snapshot.h"
#include "text/sha256.h"
#include "tree_walk.h"
#include "workspace/git_effects.h"

namespace workspace {

using base::Code;
using base::join;

namespace {

/// Entries of a folder that came whole which are listed one by one. node_modules is one line.
constexpr std::uint64_t k_inside_listed = 200;
constexpr const char* k_interrupted = "its command was interrupted";
constexpr std::size_t k_hashed_max = std::size_t{256} << 20;

/// In a repository's own folder: git's business, told as a story and not file by file.
bool is_gits(std::string_view path) {
  return path == ".git" || path.starts_with(".git/") || path.find("/.git/") != std::string_view::npos ||
         path.ends_with("/.git");
}

Kind kind_of(txn::Kind kind) {
  switch (kind) {
    case txn::Kind::file: return Kind::file;
    case txn::Kind::symlink: return Kind::symlink;
    case txn::Kind::folder: return Kind::folder;
    case txn::Kind::other: return Kind::other;
  }
  return Kind::other;
}

Change change_of(txn::Change change) {
  switch (change) {
    case txn::Change::created: return Change::created;
    case txn::Change::modified: return Change::modified;
    case txn::Change::deleted: return Change::deleted;
    case txn::Change::attributes: return Change::mode;
    case txn::Change::type: return Change::type;
  }
  return Change::modified;
}

State state_of(txn::State state) {
  switch (state) {
    case txn::State::planned: return State::held;
    case txn::State::applied: return State::applied;
    case txn::State::undone: return State::undone;
    case txn::State::dropped: return State::refused;
    case txn::State::conflict: return State::conflict;
  }
  return State::conflict;
}

std::optional<Version> version_of(const std::optional<txn::Stat>& stat) {
  if (!stat) return std::nullopt;
  Version out;
  out.kind = kind_of(stat->kind);
  out.size = stat->kind == txn::Kind::folder ? 0 : stat->size;
  out.mode = stat->mode;
  out.mtime_ns = stat->mtime_ns;
  return out;
}

/// A change of a time alone is put in place and taken back, but is nothing to tell.
bool is_telling(const txn::Effect& effect) {
  return effect.change != txn::Change::attributes || !effect.before || !effect.after ||
         effect.before->mode != effect.after->mode;
}

txn::Store::Filter chosen_by(const Workspace::Paths& paths) {
  if (paths.empty()) return {};
  return [paths](const txn::Effect& effect) {
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return base::is_within(effect.path, path); });
  };
}

std::string in_words(const Judgement& judged) {
  return judged.why + (judged.rule.empty() ? "" : " (" + judged.rule + ")");
}

void add(UndoReport& report, const txn::Outcome& outcome) {
  report.restored.insert(report.restored.end(), outcome.done.begin(), outcome.done.end());
  for (const auto& left : outcome.left) report.conflicts.push_back({left.path, left.why, left.kept_as});
}

}  // namespace

TransactionWorkspace::TransactionWorkspace(Options options, std::unique_ptr<Rooted> root, base::Fd lock,
                                           std::unique_ptr<txn::Store> store)
    : options_(std::move(options)), root_(std::move(root)), lock_(std::move(lock)), store_(std::move(store)),
      judge_(Judge::make(root_->path(), options_.policy)),
      reasons_(join(join(options_.session_dir, "txn"), "reasons.jsonl")) {}

base::Result<std::string> TransactionWorkspace::store_of(const Options& options) {
  const std::string note = join(join(options.session_dir, "txn"), "store");
  const auto known = base::read_file(note, 4096);
  if (known) {
    std::string dir = *known;
    while (dir.ends_with('\n')) dir.pop_back();
    if (!base::is_dir(dir))
      return base::fail(Code::not_found, "the transactions of this session were kept in " + dir +
                                             ", which is not there any more: nothing of it can be undone");
    return dir;
  }
  if (!options.transactions) return std::string();
  const std::string name(base::file_name(options.session_dir));
  // Beside the project only where the state folder is on another file system or mount.
  const std::string beside = join(base::parent(options.root), "." + std::string(base::file_name(options.root)) + ".plumb");
  const std::string dir =
      txn::Store::place(options.root, {join(join(options.session_dir, "txn"), "store.d"), join(beside, name)});
  if (dir.empty()) return dir;
  TRY_DO(base::write_file(note, dir + "\n", 0600));
  return dir;
}

// ---- what was there before ----

base::Result<> TransactionWorkspace::start() {
  for (const std::string& told : store_->recovered())   // of commands that were interrupted we say more
    if (told.find("its command was interrupted") == std::string::npos) recovered_.push_back(told);
  std::vector<std::uint64_t> interrupted;
  for (const auto& transaction : store_->all()) {
    if (transaction.interrupted && !transaction.planned) interrupted.push_back(transaction.number);
    for (const auto& effect : transaction.effects)
      if (effect.state == txn::State::applied && effect.change == txn::Change::created)
        judge_->made_here(effect.path);
  }
  for (const std::uint64_t number : interrupted) {
    TRY(const auto* const planned, store_->plan(number));
    if (planned->effects.empty()) continue;
    recovered_.push_back("the command \"" + planned->what + "\" (" + planned->id +
                         ") was interrupted; its " + std::to_string(planned->effects.size()) +
                         " effects are held and not in the tree (`plumb effects`)");
    TRY_DO(give_reason(*planned, k_interrupted));
  }
  for (const auto& transaction : store_->all()) {
    numbers_.push_back(transaction.number);
    steps_.push_back(step_of(transaction));
  }
  return {};
}

base::Result<std::string> TransactionWorkspace::resolve(const std::string& path) const {
  TRY(const std::string place, place_below(root(), path, LastLink::follow));
  return place.empty() ? root() : join(root(), place);
}

// ---- transactions as steps ----

const txn::Transaction* TransactionWorkspace::find(std::uint64_t number) const {
  for (const auto& transaction : store_->all())
    if (transaction.number == number) return &transaction;
  return nullptr;
}

base::Result<std::uint64_t> TransactionWorkspace::number_of(const std::string& id) const {
  for (std::size_t i = steps_.size(); i-- > 0;)
    if (steps_[i].id == id) return numbers_[i];
  return base::fail(Code::not_found, "there is no step " + id + " in this session");
}

void TransactionWorkspace::add_inside(const txn::Transaction& transaction, const txn::Effect& effect,
                                      const Effect& whole, Step& step) {
  const auto paths = store_->inside(transaction.number, effect, k_inside_listed);
  if (!paths) return;   // the folder's own line is there, with the number of its entries
  const bool in_tree = effect.state == txn::State::applied;
  const std::string from = in_tree ? root() : store_->upper(transaction.number);
  for (const std::string& path : *paths) {
    struct stat st {};
    if (::lstat(join(from, path).c_str(), &st) != 0) continue;
    Entry entry;
    fill(entry, st);
    Effect inner = whole;
    inner.path = path;
    inner.entries = 1;
    inner.whole = effect.path;
    inner.notes.clear();
    inner.after = Version{};
    inner.after->kind = entry.kind;
    inner.after->size = entry.size;
    inner.after->mode = entry.mode;
    inner.after->mtime_ns = entry.mtime_ns;
    step.effects.push_back(std::move(inner));
  }
}

void TransactionWorkspace::add_effects(const txn::Transaction& transaction, const txn::Effect& effect, Step& step) {
  Effect out;
  out.path = effect.path;
  out.change = change_of(effect.change);
  out.before = version_of(effect.before);
  out.after = version_of(effect.after);
  out.state = state_of(effect.state);
  out.undone = out.state == State::undone;
  out.undoable = !transaction.expired;
  out.why = effect.why;
  const bool is_in = out.state == State::applied || out.state == State::undone;
  const auto reason = reasons_.of(transaction.number, effect.path);   // a conflict may have been dropped since
  if (!is_in && !reason.empty() && (out.why.empty() || out.state == State::refused)) out.why = reason;
  out.entries = effect.entries;
  out.renamed_from = effect.renamed_from;
  out.renamed_to = effect.renamed_to;
  out.notes = effect.notes;
  out.transaction = transaction.number;
  // Told by the step's lines about git, unless there is something to decide about this very file.
  if (is_gits(effect.path) && (is_in || (out.state == State::held && out.why.empty()))) return;
  const bool is_new_folder = effect.change == txn::Change::created && out.after && out.after->kind == Kind::folder;
  const bool is_listed = is_new_folder && effect.entries > 1 && effect.entries <= k_inside_listed && !is_gits(effect.path);
  if (is_listed) out.entries = 1;
  step.effects.push_back(out);
  if (is_listed) add_inside(transaction, effect, out, step);
}

Step TransactionWorkspace::step_of(const txn::Transaction& transaction) {
  Step step;
  step.id = transaction.id;
  step.what = transaction.what;
  step.time_ms = transaction.time_ms;
  step.interrupted = transaction.interrupted;
  bool any_applied = false, any_undone = false;
  for (const auto& effect : transaction.effects) {
    any_applied = any_applied || effect.state == txn::State::applied;
    any_undone = any_undone || effect.state == txn::State::undone;
    const State state = state_of(effect.state);
    if (std::find(step.states.begin(), step.states.end(), state) == step.states.end()) step.states.push_back(state);
    if (is_telling(effect)) add_effects(transaction, effect, step);
  }
  step.undone = any_undone && !any_applied;
  step.git = git_story(transaction, *store_);
  std::stable_sort(step.effects.begin(), step.effects.end(),
                   [](const Effect& a, const Effect& b) { return before(a.path, b.path); });
  return step;
}

void TransactionWorkspace::refresh(std::uint64_t number) {
  const auto* const transaction = find(number);
  if (transaction == nullptr) return;
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    if (numbers_[i] == number) {
      auto git = std::move(steps_[i].git);   // told by the contents of then
      steps_[i] = step_of(*transaction);
      if (!git.empty()) steps_[i].git = std::move(git);
      return;
    }
  numbers_.push_back(number);
  steps_.push_back(step_of(*transaction));
}

// As fold(), with what only transactions have: folders that came or went whole, in which other steps
// changed things.
std::vector<Effect> TransactionWorkspace::total() const {
  std::map<std::string, Effect> all;
  std::set<std::string> replaced, made;
  for (const Step& step : steps_) {
    for (const Effect& effect : step.effects) {
      if (effect.state != State::applied) continue;
      const auto [at, fresh] = all.emplace(effect.path, effect);
      if (fresh) {
        if (!effect.before && effect.after && effect.after->kind == Kind::folder) made.insert(effect.path);
        continue;
      }
      Effect& known = at->second;
      const bool is_folder_again = known.before && known.before->kind == Kind::folder && !known.after && effect.after &&
                                   effect.after->kind == Kind::folder;
      if (is_folder_again) replaced.insert(effect.path);
      known.after = effect.after;
      known.transaction = effect.transaction;
      known.entries = std::max(known.entries, effect.entries);
      known.whole = known.whole.empty() ? effect.whole : known.whole;
    }
  }
  std::vector<Effect> out;
  for (auto& [path, effect] : all) {
    const auto change = change_of(effect.before, effect.after);
    if (!change && !replaced.contains(path)) continue;
    effect.change = change.value_or(Change::modified);
    bool is_within_made = false;   // what was before it is not what was before the session
    for (std::string folder = base::parent(path); folder != "." && !is_within_made; folder = base::parent(folder)) {
      const auto above = all.find(folder);
      const bool unlisted = above != all.end() && above->second.entries > 1;
      is_within_made = made.contains(folder) && (effect.before || unlisted);
    }
    if (!is_within_made) out.push_back(std::move(effect));
  }
  std::sort(out.begin(), out.end(), [](const Effect& a, const Effect& b) { return before(a.path, b.path); });
  return out;
}

// ---- making steps ----

base::Result<> TransactionWorkspace::give_reason(const txn::Transaction& transaction, const std::string& why,
                                                 const txn::Store::Filter& chosen) {
  Reasons::Whys whys;
  for (const auto& effect : transaction.effects)
    if (!chosen || chosen(effect)) whys[effect.path] = why;
  return reasons_.tell(transaction.number, whys);
}

/// After the upper is final and planned: judge, apply, drop.
base::Result<> TransactionWorkspace::settle(std::uint64_t number) {
  const auto* const transaction = find(number);
  if (transaction == nullptr) return base::fail(Code::internal, "a transaction is missing");
  const auto judged = judge_->judge(*transaction, *store_);
  std::set<std::string> may, refused;
  Reasons::Whys whys;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const auto& effect = transaction->effects[i];
    if (judged[i].verdict == Verdict::apply && !options_.hold_all) may.insert(effect.path);
    if (judged[i].verdict == Verdict::refuse) refused.insert(effect.path);
    if (judged[i].verdict != Verdict::apply) whys[effect.path] = in_words(judged[i]);
  }
  TRY_DO(reasons_.tell(number, whys));
  if (!may.empty()) {
    TRY_DO(store_->apply(number, [&](const txn::Effect& effect) { return may.contains(effect.path); }));
    for (const auto& effect : find(number)->effects)
      if (effect.state == txn::State::applied && effect.change == txn::Change::created)
        judge_->made_here(effect.path);
  }
  if (!refused.empty())
    TRY_DO(store_->drop(number, [&](const txn::Effect& effect) { return refused.contains(effect.path); }));
  return {};
}

base::Result<Step> TransactionWorkspace::finish(std::uint64_t number) {
  if (open_.erase(number) == 0) return base::fail(Code::invalid, "no such command is open");
  TRY_DO(store_->plan(number));
  TRY_DO(settle(number));
  refresh(number);
  return steps_.back().id == find(number)->id ? steps_.back() : step_of(*find(number));
}

base::Result<> TransactionWorkspace::check_expectations(const std::vector<FileWrite>& files,
                                                        std::vector<txn::Store::Write>& writes) const {
  std::set<std::string> named;
  for (const FileWrite& file : files) {
    TRY(const std::string path,
        place_below(root(), file.path, file.bytes ? LastLink::follow : LastLink::keep));
    if (path.empty()) return base::fail(Code::invalid, file.path + " is the root of the project");
    if (!named.insert(path).second)
      return base::fail(Code::invalid, file.path + " is named twice in one edit");
    if (file.bytes && file.bytes->size() > options_.file_max)
      return base::fail(Code::too_big, file.path + " would have " + std::to_string(file.bytes->size()) +
                                           " bytes; the limit is " + std::to_string(options_.file_max));
    TRY(const auto now, look(*root_, path, 0));
    if (now && now->kind != Kind::file && now->kind != Kind::symlink)
      return base::fail(Code::invalid, path + (now->kind == Kind::folder ? " is a folder" : " is not a regular file"));
    if (!now && !file.bytes)
      return base::fail(Code::not_found, "cannot delete " + file.path + ": there is no such file");
    if (file.expected_hash) {
      if (file.expected_hash->empty() && now)
        return base::fail(Code::changed, file.path + " exists already");
      if (!file.expected_hash->empty() && !now)
        return base::fail(Code::changed, file.path + " does not exist any more");
      if (now && now->kind == Kind::file) {
        TRY(const std::string bytes, base::read_file(join(root(), path), k_hashed_max));
        if (text::sha256_hex(bytes) != *file.expected_hash)
          return base::fail(Code::changed, file.path + " was changed since it was read: read it again");
      }
    }
    writes.push_back({path, file.bytes, file.mode});
  }
  return {};
}

base::Result<Step> TransactionWorkspace::write(std::string id, std::string what, std::vector<FileWrite> files) {
  std::vector<txn::Store::Write> writes;
  TRY(const std::uint64_t number, store_->begin(id, what));
  // The clock first, then the look: what somebody writes in between is a conflict, not lost.
  auto done = store_->start_clock(number);
  if (done) done = check_expectations(files, writes);
  if (done) done = store_->put(number, writes);
  if (done) {
    const auto planned = store_->plan(number);
    if (!planned) done = base::fail(planned.error());
  }
  if (!done) {
    if (auto dropped = store_->drop(number); !dropped) done.error().what += "; " + dropped.error().what;
    return base::fail(std::move(done).error());
  }
  const auto judged = judge_->judge(*find(number), *store_);
  const auto worst = std::max_element(judged.begin(), judged.end(), [](const auto& a, const auto& b) { return a.verdict < b.verdict; });
  if (worst != judged.end() && worst->verdict != Verdict::apply) {
    const std::string path = find(number)->effects[static_cast<std::size_t>(worst - judged.begin())].path;
    const std::string why = path + " " + in_words(*worst);
    TRY_DO(give_reason(*find(number), in_words(*worst)));
    if (worst->verdict == Verdict::refuse) {
      TRY_DO(store_->drop(number));
      refresh(number);
      return base::fail(Code::denied, "refused, nothing was changed: " + why);
    }
    refresh(number);
    return base::fail(Code::denied, "held for the user to decide, nothing was changed: " + why);
  }
  auto applied = store_->apply(number);
  if (!applied || !applied->left.empty()) {
    base::Error error = applied ? base::Error{Code::changed, applied->left.front().path + " " + applied->left.front().why}
                                : std::move(applied).error();
    if (applied) {
      if (auto back = applied->done.empty() ? base::Result<txn::Outcome>(txn::Outcome{}) : store_->undo(number); !back)
        error.what += "; " + back.error().what;
    }
    if (auto dropped = store_->drop(number); !dropped) error.what += "; " + dropped.error().what;
    return base::fail(std::move(error));
  }
  for (const auto& effect : find(number)->effects)
    if (effect.change == txn::Change::created) judge_->made_here(effect.path);
  refresh(number);
  return steps_.back();
}

// ---- taking back, and the user's leave ----

namespace {

/// ".git" or "lib/.git" of what lies in it, else "".
std::string repository_of(const std::string& path) {
  const auto at = ("/" + path + "/").find("/.git/");
  return at == std::string::npos ? "" : path.substr(0, at + 4);
}

bool is_new_object(const txn::Effect& effect) {
  const std::string repository = repository_of(effect.path);
  return effect.change == txn::Change::created && !repository.empty() &&
         effect.path.find("/objects/", repository.size()) != std::string::npos;
}

}  // namespace

/// Git's new objects go last, and only where nothing else of their repository had to be left: a branch
/// that stays needs them.
base::Result<txn::Outcome> TransactionWorkspace::take_back(std::uint64_t number, const txn::Store::Filter& chosen) {
  const auto is_there = [&](const txn::Effect& effect) {
    return effect.state == txn::State::applied && (!chosen || chosen(effect));
  };
  const auto any = [&](const txn::Store::Filter& wanted) {
    const auto& effects = find(number)->effects;
    return std::any_of(effects.begin(), effects.end(), wanted);
  };
  const auto is_object = [&](const txn::Effect& effect) { return is_there(effect) && is_new_object(effect); };
  const auto is_other = [&](const txn::Effect& effect) { return is_there(effect) && !is_new_object(effect); };
  if (!any(is_object)) return store_->undo(number, chosen);
  txn::Outcome all;
  if (any(is_other)) {
    TRY(all, store_->undo(number, is_other));
  }
  std::set<std::string> kept;
  for (const auto& left : all.left) kept.insert(repository_of(left.path));
  const auto is_free = [&](const txn::Effect& effect) {
    return is_object(effect) && !kept.contains(repository_of(effect.path));
  };
  if (!any(is_free)) return all;
  TRY(const auto objects, store_->undo(number, is_free));
  all.done.insert(all.done.end(), objects.done.begin(), objects.done.end());
  all.left.insert(all.left.end(), objects.left.begin(), objects.left.end());
  return all;
}

base::Result<UndoReport> TransactionWorkspace::undo_numbers(const std::vector<std::uint64_t>& numbers) {
  UndoReport report;
  for (std::size_t i = numbers.size(); i-- > 0;) {
    const auto* const transaction = find(numbers[i]);
    const bool any = transaction != nullptr &&
                     std::any_of(transaction->effects.begin(), transaction->effects.end(),
                                 [](const auto& effect) { return effect.state == txn::State::applied; });
    if (!any) continue;
    if (transaction->expired) {
      report.conflicts.push_back({transaction->what, "its old versions were dropped to keep the quota", ""});
      continue;
    }
    TRY(const auto outcome, take_back(numbers[i], {}));
    add(report, outcome);
    refresh(numbers[i]);
  }
  // A path of several steps is named once, and as left if any step of it was.
  std::sort(report.restored.begin(), report.restored.end());
  report.restored.erase(std::unique(report.restored.begin(), report.restored.end()), report.restored.end());
  for (const Conflict& conflict : report.conflicts) std::erase(report.restored, conflict.path);
  return report;
}

base::Result<UndoReport> TransactionWorkspace::undo(const std::string& id, const Paths& paths) {
  TRY(const auto number, number_of(id));
  if (paths.empty()) return undo_numbers({number});
  for (const std::string& path : paths) {
    for (const auto& effect : find(number)->effects)
      if (effect.path != path && base::is_within(path, effect.path) && effect.entries > 1)
        return base::fail(Code::unsupported, path + " came and goes with the folder " + effect.path + ": undo that");
  }
  UndoReport report;
  TRY(const auto outcome, take_back(number, chosen_by(paths)));
  add(report, outcome);
  refresh(number);
  return report;
}

base::Result<UndoReport> TransactionWorkspace::undo_from(const std::string& id) {
  TRY(const auto first, number_of(id));
  std::vector<std::uint64_t> numbers;
  for (const auto number : numbers_)
    if (number >= first) numbers.push_back(number);
  return undo_numbers(numbers);
}

base::Result<UndoReport> TransactionWorkspace::undo_all() { return undo_numbers(numbers_); }

base::Result<UndoReport> TransactionWorkspace::redo(const std::string& id, const Paths& paths) {
  TRY(const auto number, number_of(id));
  UndoReport report;
  TRY(const auto outcome, store_->redo(number, chosen_by(paths)));
  add(report, outcome);
  refresh(number);
  return report;
}

base::Result<UndoReport> TransactionWorkspace::accept(const std::string& id, const Paths& paths) {
  TRY(const auto number, number_of(id));
  const auto chosen = chosen_by(paths);
  const auto is_wanted = [&](const txn::Effect& effect) {
    return effect.state == txn::State::planned && (!chosen || chosen(effect));
  };
  const auto& effects = find(number)->effects;
  if (std::none_of(effects.begin(), effects.end(), is_wanted))
    return base::fail(Code::not_found, "nothing of the step " + id + " is held");
  UndoReport report;
  TRY(const auto outcome, store_->apply(number, is_wanted));
  add(report, outcome);
  for (const auto& effect : find(number)->effects)
    if (effect.state == txn::State::applied && effect.change == txn::Change::created) judge_->made_here(effect.path);
  refresh(number);
  return report;
}

base::Result<> TransactionWorkspace::drop(const std::string& id, const Paths& paths) {
  TRY(const auto number, number_of(id));
  const auto chosen = chosen_by(paths);
  const auto is_wanted = [&](const txn::Effect& effect) {
    return (effect.state == txn::State::planned || effect.state == txn::State::conflict) && (!chosen || chosen(effect));
  };
  const auto& effects = find(number)->effects;
  if (std::none_of(effects.begin(), effects.end(), is_wanted))
    return base::fail(Code::not_found, "nothing of the step " + id + " is held");
  TRY_DO(give_reason(*find(number), "dropped by the user", is_wanted));
  TRY_DO(store_->drop(number, is_wanted));
  refresh(number);
  return {};
}

base::Result<std::vector<std::string>> TransactionWorkspace::shrink(std::uint64_t bytes) {
  TRY(const auto numbers, store_->shrink(bytes));
  std::vector<std::string> ids;
  for (const auto number : numbers) {
    refresh(number);
    for (std::size_t i = 0; i < numbers_.size(); ++i)
      if (numbers_[i] == number) ids.push_back(steps_[i].id);
  }
  return ids;
}

// ---- contents ----

base::Result<std::string> TransactionWorkspace::content(const Effect& effect, Side side, std::size_t limit) const {
  const auto& version = side == Side::before ? effect.before : effect.after;
  if (!version) return base::fail(Code::not_found, effect.path + " was not there");
  if (version->kind != Kind::file && version->kind != Kind::symlink)
    return base::fail(Code::not_found, "this " + std::string(name(version->kind)) + " has no content");
  if (version->size > limit) return base::fail(Code::too_big, effect.path + " is too large to be shown");
  const auto wanted_side = side == Side::before ? txn::Store::Side::before : txn::Store::Side::after;
  if (!effect.whole.empty()) {   // what came with a folder
    txn::Effect inner;
    inner.path = effect.path;
    return store_->content(effect.transaction, inner, wanted_side, limit);
  }
  // An effect of total() has its before in the first step that touched it and its after in the last.
  const txn::Transaction* found = nullptr;
  const txn::Effect* its = nullptr;
  for (const auto& transaction : store_->all()) {
    if (side == Side::after && transaction.number != effect.transaction) continue;
    if (transaction.number > effect.transaction) continue;
    for (const auto& one : transaction.effects) {
      if (one.path != effect.path || one.state == txn::State::dropped) continue;
      const bool earlier = side == Side::before && found != nullptr;
      const bool same = version_of(one.before) == effect.before || transaction.number == effect.transaction;
      if (earlier || !same) continue;
      found = &transaction;
      its = &one;
    }
  }
  if (found == nullptr) return base::fail(Code::not_found, "the content of " + effect.path + " was not kept");
  return store_->content(found->number, *its, wanted_side, limit);
}

std::string TransactionWorkspace::diff(const Effect& effect, std::size_t limit) const {
  constexpr std::size_t k_no_limit = std::size_t{1} << 40;
  return effect_diff([&](Side side) { return content(effect, side, k_no_limit); }, effect, limit);
}

}  // namespace workspace

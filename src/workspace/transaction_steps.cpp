// Transactions as the steps that everybody else sees: names, lists, sums and contents. Nothing is
// changed here.

#include "transaction_workspace.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/paths.h"
#include "base/try.h"
#include "effect_diff.h"
#include "snapshot.h"
#include "tree_walk.h"
#include "workspace/git_effects.h"

namespace workspace {

using base::Code;
using base::join;

namespace {

/// Entries of a folder that came whole which are listed one by one. node_modules is one line.
constexpr std::uint64_t k_inside_listed = 200;

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

}  // namespace

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
  if (is_git_path(effect.path) && (is_in || (out.state == State::held && out.why.empty()))) return;
  const bool is_new_folder = effect.change == txn::Change::created && out.after && out.after->kind == Kind::folder;
  const bool is_listed = is_new_folder && effect.entries > 1 && effect.entries <= k_inside_listed && !is_git_path(effect.path);
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
  for (const auto& effect : transaction.effects) {
    const State state = state_of(effect.state);
    if (std::find(step.states.begin(), step.states.end(), state) == step.states.end()) step.states.push_back(state);
    if (is_telling(effect)) add_effects(transaction, effect, step);
  }
  step.git = git_story(transaction, *store_);
  if (git_) add_git(step);
  const auto any = [&](State state) { return std::find(step.states.begin(), step.states.end(), state) != step.states.end(); };
  step.undone = any(State::undone) && !any(State::applied);
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
      if (effect.state != State::applied || git_effect(effect)) continue;
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

// ---- contents ----

base::Result<std::string> TransactionWorkspace::content(const Effect& effect, Side side, std::size_t limit) const {
  if (const auto theirs = git_effect(effect)) return git_->content(*theirs, side, limit);
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

base::Result<std::vector<Effect>> TransactionWorkspace::inside(const Effect& effect, std::size_t limit) const {
  std::vector<Effect> out;
  const auto is_folder = [](const std::optional<Version>& version) { return version && version->kind == Kind::folder; };
  const bool came = is_folder(effect.after) && !is_folder(effect.before);
  const bool went = is_folder(effect.before) && !is_folder(effect.after);
  if ((!came && !went) || !effect.whole.empty() || (came && effect.entries <= 1) || git_effect(effect)) return out;
  txn::Effect asked;
  asked.path = effect.path;
  TRY(const auto paths, store_->inside(effect.transaction, asked, limit));
  if (paths.size() > limit)
    return base::fail(Code::too_big, effect.path + " has more than " + std::to_string(limit) + " entries");
  TRY(const auto place, store_->where(effect.transaction, effect.path, came ? txn::Store::Side::after : txn::Store::Side::before));
  for (const std::string& path : paths) {
    struct stat st {};
    if (::lstat((place + path.substr(effect.path.size())).c_str(), &st) != 0) continue;
    Entry entry;
    fill(entry, st);
    if (entry.kind != Kind::file && entry.kind != Kind::symlink) continue;
    Effect inner;
    inner.path = path;
    inner.change = came ? Change::created : Change::deleted;
    inner.transaction = effect.transaction;
    inner.whole = effect.path;
    Version version;
    version.kind = entry.kind;
    version.size = entry.size;
    version.mode = entry.mode;
    version.mtime_ns = entry.mtime_ns;
    (came ? inner.after : inner.before) = version;
    out.push_back(std::move(inner));
  }
  return out;
}

std::string TransactionWorkspace::diff(const Effect& effect, std::size_t limit) const {
  constexpr std::size_t k_no_limit = std::size_t{1} << 40;
  return effect_diff([&](Side side) { return content(effect, side, k_no_limit); }, effect, limit);
}

}  // namespace workspace

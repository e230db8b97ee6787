// What is the workspace's own: judging (here), presenting (transaction_steps.cpp), taking back
// (transaction_undo.cpp), and the views (transaction_views.cpp). The moving of files is all
// txn's, and nothing in this file writes below the project's root.
//
// A command: begin makes an upper; the command runs in an overlay of it; finish reads the effects,
// judges each, puts those in place that may be, throws the refused away and leaves the held ones where
// they are. An edit goes the same way, but is taken or left as a whole: a tool call that did half of
// what it was asked is worse than one that failed.

#include "transaction_workspace.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/paths.h"
#include "base/try.h"
#include "git_meaning.h"
#include "place.h"
#include "policy_index.h"
#include "text/sha256.h"

namespace workspace {

using base::Code;
using base::join;

namespace {

constexpr const char* k_interrupted = "its command was interrupted";
constexpr std::size_t k_hashed_max = std::size_t{256} << 20;

std::string in_words(const Judgement& judged) {
  return judged.why + (judged.rule.empty() ? "" : " (" + judged.rule + ")");
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

base::Result<std::unique_ptr<TransactionWorkspace>> TransactionWorkspace::open_in(Options options,
                                                                                  std::unique_ptr<Rooted> root,
                                                                                  base::Fd lock,
                                                                                  const std::string& store_dir) {
  txn::StoreOptions how;
  how.root = options.root;
  how.dir = store_dir;
  how.bytes_max = options.undo_max;
  how.meanings = git_meanings();
  for (const std::string& own : {store_dir, options.session_dir, options.store_dir})
    if (base::is_within(own, options.root)) how.excluded.push_back(base::relative(own, options.root));
  TRY(auto store, txn::Store::open(std::move(how)));
  auto workspace = std::make_unique<TransactionWorkspace>(std::move(options), std::move(root), std::move(lock),
                                                          std::move(store));
  TRY_DO(workspace->start());
  return workspace;
}

// ---- what was there before ----

base::Result<> TransactionWorkspace::start() {
  // Views of a process that was killed; ours is the only one now.
  if (const auto swept = base::remove_all(base::join(store_->dir(), "scratch")); !swept)
    recovered_.push_back("what a view left behind could not be removed: " + swept.error().what);
  for (const std::string& told : store_->recovered())   // of commands that were interrupted we say more
    if (told.find("its command was interrupted") == std::string::npos) recovered_.push_back(told);
  std::vector<std::uint64_t> interrupted;
  for (const auto& transaction : store_->all()) {
    const bool is_stale = base::exists(again_file(transaction.number));
    if ((transaction.interrupted && !transaction.planned) || is_stale) interrupted.push_back(transaction.number);
    for (const auto& effect : transaction.effects)
      if (effect.state == txn::State::applied && effect.change == txn::Change::created)
        judge_->made_here(effect.path);
  }
  for (const std::uint64_t number : interrupted) {
    TRY(const auto* const planned, store_->plan(number));
    TRY_DO(base::remove_all(again_file(number)));
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
  auto judged = judge_->judge(*transaction, *store_);
  if (const auto refused = std::exchange(refused_elsewhere_, {}); !refused.empty())
    for (std::size_t i = 0; i < judged.size(); ++i)
      if (judged[i].verdict != Verdict::refuse && leads_to_commits(transaction->effects[i].path)) judged[i] = with_refused(refused);
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
  if (git_ && !refused.empty()) git_->refused_elsewhere_ = *refused.begin();
  if (!refused.empty())
    TRY_DO(store_->drop(number, [&](const txn::Effect& effect) { return refused.contains(effect.path); }));
  return {};
}

base::Result<Step> TransactionWorkspace::finish(std::uint64_t number) {
  if (open_.erase(number) == 0) return base::fail(Code::invalid, "no such command is open");
  auto done = [&]() -> base::Result<> {
    TRY_DO(store_->plan(number));
    return settle(number);
  }();
  if (const auto theirs = git_number(find(number)->id); theirs && git_->open_.contains(*theirs)) {
    // Also where ours failed: the command has ended in both.
    if (const auto git = git_->finish(*theirs); !git && done) done = base::fail(git.error());
  }
  if (git_) git_->refused_elsewhere_.clear();   // of this step alone
  refresh(number);   // also where it failed: what is not in the tree can be looked at
  if (done) done = base::remove_all(again_file(number));
  if (!done) return base::fail(std::move(done).error());
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    if (numbers_[i] == number) return steps_[i];
  return base::fail(Code::internal, "a transaction is missing");
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

}  // namespace workspace

// Taking back, doing again, and the user's leave for what is held.

#include "transaction_workspace.h"

#include <algorithm>
#include <set>

#include "base/paths.h"
#include "base/try.h"

namespace workspace {

using base::Code;

namespace {

txn::Store::Filter chosen_by(const Workspace::Paths& paths) {
  if (paths.empty()) return {};
  return [paths](const txn::Effect& effect) {
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return base::is_within(effect.path, path); });
  };
}

void add(UndoReport& report, const txn::Outcome& outcome) {
  report.restored.insert(report.restored.end(), outcome.done.begin(), outcome.done.end());
  for (const auto& left : outcome.left) report.conflicts.push_back({left.path, left.why, left.kept_as});
}

}  // namespace

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

base::Result<UndoReport> TransactionWorkspace::undo_here(const std::string& id, const Paths& paths) {
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
  std::vector<std::uint64_t> numbers, theirs;
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    if (numbers_[i] < first) continue;
    numbers.push_back(numbers_[i]);
    if (const auto git = git_number(steps_[i].id)) theirs.push_back(*git);
  }
  TRY(auto report, undo_numbers(numbers));
  if (theirs.empty()) return report;
  TRY(auto git, git_->undo_numbers(theirs));
  add_git_report(report, std::move(git));
  for (const auto number : numbers) refresh(number);
  return report;
}

base::Result<UndoReport> TransactionWorkspace::undo_all() {
  if (steps_.empty()) return UndoReport();
  return undo_from(steps_.front().id);
}

base::Result<UndoReport> TransactionWorkspace::redo_here(const std::string& id, const Paths& paths) {
  TRY(const auto number, number_of(id));
  UndoReport report;
  TRY(const auto outcome, store_->redo(number, chosen_by(paths)));
  add(report, outcome);
  refresh(number);
  return report;
}

base::Result<UndoReport> TransactionWorkspace::accept_here(const std::string& id, const Paths& paths) {
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

base::Result<UndoReport> TransactionWorkspace::drop_here(const std::string& id, const Paths& paths) {
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
  return UndoReport();
}

base::Result<std::vector<std::string>> TransactionWorkspace::shrink(std::uint64_t bytes) {
  TRY(const auto numbers, store_->shrink(bytes));
  std::vector<std::string> ids;
  for (const auto number : numbers) {
    refresh(number);
    for (std::size_t i = 0; i < numbers_.size(); ++i)
      if (numbers_[i] == number) ids.push_back(steps_[i].id);
  }
  if (git_) {
    TRY(const auto theirs, git_->shrink(bytes));
    for (const std::string& id : theirs)
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

}  // namespace workspace

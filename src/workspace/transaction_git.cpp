// A project whose repository lies outside of it: a linked worktree, a folder below the repository's. What
// commands do to that repository is a part of the same step, kept by a second workspace of ours whose
// root is the folder around the .git. Its uppers hold nothing but that .git, and the box lays them over
// it alone: the rest of the folder is as read-only as everything else outside.
//
// Each of the two recovers by itself. A kill between the two applies leaves the files of a step in the
// tree and its git part held, "interrupted", for the user to apply or drop: nothing is lost, and undo
// takes back what is there.

#include "transaction_workspace.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/paths.h"
#include "base/try.h"
#include "git_outside.h"

namespace workspace {

using base::Code;
using base::join;

namespace {

constexpr std::size_t k_note_max = 16384;

/// Where it is: noted when it is first found, since a session is undone where it worked, whatever the
/// project's .git says by then.
std::optional<GitOutside> read_note(const std::string& file) {
  const auto text = base::read_file(file, k_note_max);
  if (!text) return std::nullopt;
  const auto one = text->find('\n'), two = text->find('\n', one + 1);
  if (one == std::string::npos || two == std::string::npos || !text->ends_with('\n')) return std::nullopt;
  return GitOutside{text->substr(0, one), text->substr(one + 1, two - one - 1),
                    text->substr(two + 1, text->size() - two - 2)};
}

/// The same folder in an upper, with the mode and time that it has: else they would be effects.
base::Result<> make_alike(const std::string& root, const std::string& upper, const std::string& folder) {
  if (folder == ".") return {};
  TRY_DO(make_alike(root, upper, base::parent(folder)));
  const std::string path = join(upper, folder);
  struct stat st {};
  if (::stat(join(root, folder).c_str(), &st) != 0) return base::fail_errno("cannot look at " + join(root, folder));
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) return {};
    return base::fail_errno("cannot make " + path);
  }
  const timespec times[2] = {st.st_atim, st.st_mtim};
  if (::chmod(path.c_str(), st.st_mode & 07777) != 0 || ::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0)
    return base::fail_errno("cannot set mode and time of " + path);
  return {};
}

}  // namespace

base::Result<> TransactionWorkspace::open_git() {
  Options options = options_;
  options.session_dir = join(join(options_.session_dir, "txn"), "git");
  const std::string note = join(options.session_dir, "outside");
  auto outside = read_note(note);
  const bool is_noted = outside.has_value();
  if (!is_noted && options.transactions) outside = find_git_outside(root());
  if (!outside) return {};
  options.root = outside->root;
  auto opened = [&]() -> base::Result<> {
    TRY(auto root, Rooted::open(options.root));
    TRY_DO(base::make_dirs(join(options.session_dir, "txn"), 0700));
    TRY(const auto store, store_of(options));
    if (store.empty()) return {};   // nothing can be renamed from us to there: it stays read-only
    TRY(git_, open_in(std::move(options), std::move(root), {}, store));
    return is_noted ? base::Result<>() : base::write_file(note, outside->root + "\n" + outside->folder + "\n" + outside->work + "\n", 0600);
  }();
  if (!opened) {
    git_.reset();
    recovered_.push_back("the repository " + join(outside->root, outside->folder) + " cannot be worked with: " +
                         opened.error().what + "; what this session did in it, if anything, cannot be undone now");
    return {};
  }
  if (!git_) return {};
  git_folder_ = outside->folder;
  git_work_ = outside->work;
  git_shown_ = base::relative(git_->root(), root());
  recovered_.insert(recovered_.end(), git_->recovered_.begin(), git_->recovered_.end());
  for (std::size_t i = 0; i < numbers_.size(); ++i) steps_[i] = step_of(*find(numbers_[i]));
  return {};
}

Workspace::Outside TransactionWorkspace::outside() const {
  if (!git_) return {};
  return {join(git_->root(), git_folder_), git_work_ == root() ? std::string() : git_work_};
}

base::Result<> TransactionWorkspace::lay_over(sandbox::View& view, const sandbox::View& git) const {
  TRY_DO(make_alike(git_->root(), git.upper, git_folder_));
  view.repository_upper = join(git.upper, git_folder_);
  view.repository_work = git.work;
  return {};
}

std::optional<std::uint64_t> TransactionWorkspace::git_number(const std::string& id) const {
  if (!git_) return std::nullopt;
  const auto& all = git_->store_->all();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const auto& transaction) { return transaction.id == id; });
  if (found == all.rend()) return std::nullopt;
  return found->number;
}

/// Adds what became of the repository to the step of the project.
void TransactionWorkspace::add_git(Step& step) const {
  for (const Step& theirs : git_->steps_) {
    if (theirs.id != step.id) continue;
    step.git.insert(step.git.end(), theirs.git.begin(), theirs.git.end());
    step.interrupted = step.interrupted || theirs.interrupted;
    for (const State state : theirs.states)
      if (std::find(step.states.begin(), step.states.end(), state) == step.states.end()) step.states.push_back(state);
    for (Effect effect : theirs.effects) {
      for (std::string* path : {&effect.path, &effect.renamed_from, &effect.renamed_to, &effect.whole})
        if (!path->empty()) *path = join(git_shown_, *path);
      step.effects.push_back(std::move(effect));
    }
  }
}

std::optional<Effect> TransactionWorkspace::git_effect(const Effect& effect) const {
  if (!git_ || !base::is_within(effect.path, git_shown_)) return std::nullopt;
  Effect out = effect;
  for (std::string* path : {&out.path, &out.renamed_from, &out.renamed_to, &out.whole})
    if (!path->empty()) *path = base::relative(*path, git_shown_);
  return out;
}

TransactionWorkspace::Parted TransactionWorkspace::part(const std::string& id, const Paths& paths) const {
  Parted out;
  if (!git_number(id)) {
    out.of_project = paths;
    return out;
  }
  for (const std::string& path : paths) {
    const bool is_theirs = base::is_within(path, git_shown_);
    (is_theirs ? out.of_git : out.of_project).push_back(is_theirs ? base::relative(path, git_shown_) : path);
  }
  out.project = paths.empty() || !out.of_project.empty();
  out.git = paths.empty() || !out.of_git.empty();
  return out;
}

void TransactionWorkspace::add_git_report(UndoReport& report, UndoReport git) const {
  for (std::string& path : git.restored) report.restored.push_back(join(git_shown_, path));
  for (Conflict& conflict : git.conflicts) {
    conflict.path = join(git_shown_, conflict.path);
    report.conflicts.push_back(std::move(conflict));
  }
}

base::Result<UndoReport> TransactionWorkspace::in_both(
    const std::string& id, const Paths& paths,
    base::Result<UndoReport> (TransactionWorkspace::*verb)(const std::string&, const Paths&)) {
  const Parted parts = part(id, paths);
  base::Result<UndoReport> ours = base::fail(Code::not_found, "nothing of the step " + id + " fits");
  if (parts.project) ours = (this->*verb)(id, parts.of_project);
  if (!parts.git || (!ours && ours.error().code != Code::not_found)) return ours;
  auto theirs = (git_.get()->*verb)(id, parts.of_git);
  if (!theirs) {
    if (theirs.error().code == Code::not_found) return ours;
    return base::with(std::move(theirs).error(), ours ? "the files are done, the repository outside is not" : "the repository outside");
  }
  UndoReport report = ours ? *std::move(ours) : UndoReport();
  add_git_report(report, *std::move(theirs));
  TRY(const auto number, number_of(id));
  refresh(number);
  return report;
}

base::Result<UndoReport> TransactionWorkspace::undo(const std::string& id, const Paths& paths) {
  return in_both(id, paths, &TransactionWorkspace::undo_here);
}

base::Result<UndoReport> TransactionWorkspace::redo(const std::string& id, const Paths& paths) {
  return in_both(id, paths, &TransactionWorkspace::redo_here);
}

base::Result<UndoReport> TransactionWorkspace::accept(const std::string& id, const Paths& paths) {
  return in_both(id, paths, &TransactionWorkspace::accept_here);
}

base::Result<> TransactionWorkspace::drop(const std::string& id, const Paths& paths) {
  TRY_DO(in_both(id, paths, &TransactionWorkspace::drop_here));
  return {};
}

}  // namespace workspace

// `plumb commit`: what one session changed, as a commit that names its receipt. git itself does it, in the
// sandbox, since the tree (its hooks, its configuration) may be what a model made of it.

#include <boost/json.hpp>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "closing.h"
#include "engine/receipts.h"
#include "engine/tryout.h"
#include "journal/journal.h"
#include "project.h"
#include "text/cut.h"
#include "text/sha256.h"

namespace engine {

namespace {

using base::Code;

constexpr std::size_t k_subject_max = 72;

// Paths come on standard input, NUL-separated: a name may hold anything; folders that came whole end with a
// slash. An index of its own leaves what the user has staged out of the commit, and staged. The commit's name
// comes last: without it nothing is kept.
constexpr std::string_view k_script = R"sh(set -e
own=$(mktemp -d)
cat >"$own/list"
LC_ALL=C grep -azv '/$' "$own/list" >"$own/files" || true
LC_ALL=C grep -az '/$' "$own/list" >"$own/folders" || true
stage() {
  git update-index --add --remove -z --stdin <"$own/files"
  if [ -s "$own/folders" ]; then
    GIT_LITERAL_PATHSPECS=1 git add -A --pathspec-from-file="$own/folders" --pathspec-file-nul
  fi
}
export GIT_INDEX_FILE="$own/index"
git read-tree HEAD 2>/dev/null || git read-tree --empty
stage
printf '%s' "$1" | git commit -q -F - >&2
unset GIT_INDEX_FILE
stage
rm -rf "$own"
printf '\ncommit %s\n' "$(git rev-parse HEAD)"
)sh";

std::string first_line(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  return std::string(text::clip(line, k_subject_max));
}

/// What the script said last; "" = it did not come to its end.
std::string commit_in(const std::string& output) {
  constexpr std::string_view k_word = "\ncommit ";
  const auto at = output.rfind(k_word);
  if (at == std::string::npos || !output.ends_with('\n')) return {};
  const std::string id = output.substr(at + k_word.size(), output.size() - at - k_word.size() - 1);
  return id.size() >= 40 && id.find_first_not_of("0123456789abcdef") == std::string::npos ? id : "";
}

/// Why the commit should not be made; "" = no reason.
std::string objection(const workspace::Workspace& project, const Receipt& receipt) {
  if (receipt.status == "failed" || receipt.status == "regressed")
    return "the verdict is " + receipt.status + " (" + receipt.reason + ")";
  if (const auto changed = changed_since(receipt, project); !changed.empty())
    return changed.front() + " is not as it was when the receipt was made (`plumb verify` tells whether it still holds)";
  std::set<std::string, std::less<>> known;
  for (const auto& change : receipt.changes) known.insert(change.path);
  const auto now = change_set(project);
  if (!now) return "what the session changed cannot be read: " + now.error().what;
  for (const auto& file : now->files)
    if (!known.contains(file.path)) return "the session changed " + file.path + " after its receipt was made";
  for (const auto& file : now->others)
    if (!known.contains(file.path)) return "the session changed " + file.path + " after its receipt was made";
  return {};
}

/// What git is told; the names for people go to `out`.
std::string paths_of(const Receipt& receipt, const workspace::Workspace& project, Committed& out) {
  std::string paths;
  for (const auto& change : receipt.changes) {
    const auto path = project.resolve(change.path);
    const bool folder = change.change == "other" && path && base::is_dir(*path);
    out.paths.push_back(change.path);
    paths += change.path + (folder ? "/" : "") + std::string(1, '\0');
  }
  return paths;
}

}  // namespace

io::Task<base::Result<Committed>> commit_session(io::Loop& loop, Settings settings, CommitOptions options) {
  CO_TRY(const auto dir, journal::find_session(settings.places.state, options.session, options.cwd, journal::Last::with_model));
  CO_TRY(const auto session, read_session(settings, std::string(base::file_name(dir)), options.cwd));
  CO_TRY(const auto receipt, receipt_of(dir));
  if (receipt.changes.empty()) co_return base::fail(Code::not_found, "the session " + session.id + " changed nothing that git would keep");
  Committed out;
  std::string paths;
  {   // closed before git runs: it is the session's, and git's step is of another
    CO_TRY(const auto project, open_project(settings, session));
    const auto why_not = objection(*project, receipt);
    const bool is_bad = receipt.status == "failed" || receipt.status == "regressed";
    if (!why_not.empty() && !options.anyway)
      co_return base::fail(is_bad ? Code::denied : Code::changed, "not committed: " + why_not + "; --anyway commits all the same");
    paths = paths_of(receipt, *project, out);
  }
  out.session = session.id;
  out.receipt = receipt.id;
  out.status = receipt.status;
  std::string message = options.message.empty() ? first_line(receipt.task) : options.message;
  out.subject = first_line(message);
  message += "\n\nPlumb-Session: " + session.id + "\nPlumb-Receipt: sha256:" + receipt.id + "\nPlumb-Verdict: " + receipt.status + "\n";
  TryOptions git;
  git.cwd = options.cwd;
  git.argv = {"/bin/sh", "-c", std::string(k_script), "sh", message};
  git.what = "commit session " + session.id;
  std::string said, error;
  // What a hook did before it said no is no commit, and is not kept.
  git.decide = [&said](const StepView&) { return commit_in(said).empty() ? TryOptions::Decision::drop : TryOptions::Decision::keep; };
  git.on_out = [&said](std::string_view bytes) { said += bytes; };
  git.on_err = [&error](std::string_view bytes) { error += bytes; };
  git.open_stdin = true;
  auto next = [&paths]() -> io::Task<base::Result<std::string>> { co_return std::exchange(paths, {}); };
  git.read_in = next;
  CO_TRY(const auto done, co_await try_command(loop, std::move(settings), std::move(git)));
  while (error.ends_with('\n')) error.pop_back();
  out.commit = commit_in(said);
  if (done.exit_code != 0 || out.commit.empty())
    co_return base::fail(Code::invalid, "git did not commit: " + (error.empty() ? "exit " + std::to_string(done.exit_code) : error));
  if (!done.kept.conflicts.empty())
    co_return base::fail(Code::changed, "git's files were changed meanwhile: " + done.kept.conflicts.front().path + ": " + done.kept.conflicts.front().why);
  co_return out;
}

}  // namespace engine

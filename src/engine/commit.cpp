// `plumb commit`: what one session changed, as a commit that names its receipt. git itself does it, in the
// sandbox, since the tree (its hooks, its configuration) may be what a model made of it.

#include <boost/json.hpp>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "closing.h"
#include "commit_rules.h"
#include "engine/receipts.h"
#include "engine/tryout.h"
#include "journal/journal.h"
#include "project.h"
#include "rules.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "text/sha256.h"
#include "trial.h"

namespace engine {

namespace {

using base::Code;

constexpr std::size_t k_subject_max = 72;
constexpr std::size_t k_said_max = std::size_t{64} << 10;   ///< kept of what git and its hooks print

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

/// A rule of the project that the session's result breaks; "" = none. As the last verdict has it, which is the receipt's: a
/// session that was killed behind it has no end. Without any verdict the end tells what is known without one.
std::string broken_rule(const Recorded& session) {
  const auto is_verdict = [](const auto& event) { return event.type == "verdict"; };
  const bool any = std::any_of(session.events.begin(), session.events.end(), is_verdict);
  for (auto event = session.events.rbegin(); event != session.events.rend(); ++event) {
    if (event->type != (any ? "verdict" : "session.ended")) continue;
    const auto payload = json::parse(event->payload);
    for (const auto& one : payload ? outcomes_in(*payload) : std::vector<RuleOutcome>{})
      if (one.state == "broken") return "it breaks " + one.where + " \"" + one.text + "\": " + one.what;
    break;
  }
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
    auto why_not = objection(*project, receipt);
    if (why_not.empty() && settings.rules_enforced) why_not = broken_rule(session);
    const bool is_bad = why_not.starts_with("it breaks") || receipt.status == "failed" || receipt.status == "regressed";
    if (!why_not.empty() && !options.anyway)
      co_return base::fail(is_bad ? Code::denied : Code::changed, "not committed: " + why_not + "; --anyway commits all the same");
    paths = paths_of(receipt, *project, out);
  }
  if (settings.rules_enforced && !options.anyway) CO_TRY_DO(co_await run_before_commit(loop, settings, options.cwd, out.paths));
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
  std::string said;
  text::EndsBuffer error(k_said_max);
  // What a hook did before it said no is no commit, and is not kept.
  git.decide = [&said](const StepView&) { return commit_in(said).empty() ? TryOptions::Decision::drop : TryOptions::Decision::keep; };
  git.on_out = [&said](std::string_view bytes) {
    said += bytes;
    if (said.size() > 2 * k_said_max) said.erase(0, said.size() - k_said_max);   // its end tells
  };
  git.on_err = [&error](std::string_view bytes) { error.add(bytes); };
  git.timeout = k_check_timeout;
  git.open_stdin = true;
  auto next = [&paths]() -> io::Task<base::Result<std::string>> { co_return std::exchange(paths, {}); };
  git.read_in = next;
  CO_TRY(const auto done, co_await try_command(loop, std::move(settings), std::move(git)));
  std::string why = text::to_valid_utf8(error.text());
  while (why.ends_with('\n')) why.pop_back();
  out.commit = commit_in(said);
  if (done.timed_out) why = "it did not end in " + std::to_string(k_check_timeout.count() / 60000) + " minutes" + (why.empty() ? "" : "\n" + why);
  if (done.exit_code != 0 || out.commit.empty())
    co_return base::fail(Code::invalid, "git did not commit: " + (why.empty() ? "exit " + std::to_string(done.exit_code) : why));
  if (!done.kept.conflicts.empty())
    co_return base::fail(Code::changed, "git's files were changed meanwhile: " + done.kept.conflicts.front().path + ": " + done.kept.conflicts.front().why);
  co_return out;
}

}  // namespace engine

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
#include "rules.h"
#include "text/cut.h"
#include "text/utf8.h"
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

/// A rule of the project that the session's result breaks; "" = none.
std::string broken_rule(const Recorded& session) {
  for (auto event = session.events.rbegin(); event != session.events.rend(); ++event) {
    if (event->type != "session.ended") continue;
    const auto payload = json::parse(event->payload);
    for (const auto& one : payload ? outcomes_in(*payload) : std::vector<RuleOutcome>{})
      if (one.state == "broken") return "it breaks " + one.where + " \"" + one.text + "\": " + one.what;
    break;
  }
  return {};
}

/// The last lines of what a command printed.
std::string last_lines(std::string text) {
  constexpr std::size_t k_shown = 2000;
  while (text.ends_with('\n')) text.pop_back();
  if (text.size() > k_shown) text.erase(0, text.size() - k_shown);
  return text::to_valid_utf8(text);
}

/// Runs what the project's rules want to be run before a commit, one after the other; nothing of it stays. Fails with
/// denied: which rule, and what its command said.
io::Task<base::Result<>> run_first(io::Loop& loop, Settings settings, std::string cwd, std::vector<std::string> changed) {
  const auto where = look_around(cwd);
  CO_TRY(const auto instructions, agent::find_instructions(where.root, cwd, settings.places.config));
  std::set<std::string> done;
  for (const auto& rule : rules_in(instructions, where.root, cwd)) {
    const auto concerns = [&rule](const std::string& path) { return rule.folder.empty() || path.starts_with(rule.folder + "/"); };
    if (rule.kind != "run-before-commit" || std::none_of(changed.begin(), changed.end(), concerns)) continue;
    for (const auto& command : rule.commands) {
      if (!done.insert(rule.folder + "\n" + command).second) continue;
      TryOptions first;
      first.cwd = cwd;
      first.argv = {"/bin/sh", "-c", rule.folder.empty() ? command : "cd -- \"$1\" && " + command, "sh", rule.folder};
      first.what = "before a commit (" + rule.where() + "): " + command;
      std::string said, rewritten;
      first.on_out = [&said](std::string_view bytes) { said += bytes; };
      first.on_err = [&said](std::string_view bytes) { said += bytes; };
      first.decide = [&](const StepView& effects) {
        for (const auto& one : effects.changes)
          if (rewritten.empty() && std::find(changed.begin(), changed.end(), one.path) != changed.end()) rewritten = one.path;
        return TryOptions::Decision::drop;
      };
      CO_TRY(const auto ran, co_await try_command(loop, settings, std::move(first)));
      const std::string says = rule.where() + " says \"" + rule.text + "\", and `" + command + "` ";
      if (ran.exit_code != 0)
        co_return base::fail(Code::denied, "not committed: " + says + "exits with " + std::to_string(ran.exit_code) + "; --anyway commits all the same" +
                                               (said.empty() ? "" : "\n" + last_lines(said)));
      if (!rewritten.empty())
        co_return base::fail(Code::denied, "not committed: " + says + "changes " + rewritten + ": run it first; --anyway commits all the same");
    }
  }
  co_return base::Result<>{};
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
  if (settings.rules_enforced && !options.anyway) CO_TRY_DO(co_await run_first(loop, settings, options.cwd, out.paths));
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

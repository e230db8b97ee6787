// `plumb commit`: what one session changed, as a commit that names its receipt. git itself does it, in the
// sandbox, since the tree (its hooks, its configuration) may be what a model made of it.

#include <boost/json.hpp>

#include <algorithm>

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

// Paths come on standard input, NUL-separated: a name may hold anything. An index of its own leaves what the
// user has staged out of the commit, and staged.
constexpr std::string_view k_script = R"sh(set -e
own=$(mktemp -d)
cat >"$own/list"
export GIT_INDEX_FILE="$own/index"
git read-tree HEAD 2>/dev/null || git read-tree --empty
git update-index --add --remove -z --stdin <"$own/list"
printf '%s' "$1" | git commit -q -F -
unset GIT_INDEX_FILE
git update-index --add --remove -z --stdin <"$own/list"
git rev-parse HEAD
rm -rf "$own"
)sh";

std::string first_line(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  return std::string(text::clip(line, k_subject_max));
}

/// Why the commit should not be made; "" = no reason.
base::Result<std::string> objection(const Settings& settings, const Recorded& session, const Receipt& receipt) {
  if (receipt.status == "failed" || receipt.status == "regressed")
    return "the verdict is " + receipt.status + " (" + receipt.reason + ")";
  TRY(const auto project, open_project(settings, session));
  for (const auto& change : receipt.changes) {
    if (change.change == "other") continue;
    const auto path = project->resolve(change.path);
    const auto bytes = path ? base::read_file(*path) : base::Result<std::string>(base::fail(path.error()));
    if ((bytes ? text::sha256_hex(*bytes) : "") != change.sha256)
      return change.path + " is not as it was when the receipt was made (`plumb verify` tells whether it still holds)";
  }
  return std::string();
}

}  // namespace

io::Task<base::Result<Committed>> commit_session(io::Loop& loop, Settings settings, CommitOptions options) {
  CO_TRY(const auto dir, journal::find_session(settings.places.state, options.session, options.cwd, journal::Last::with_model));
  CO_TRY(const auto session, read_session(settings, std::string(base::file_name(dir)), options.cwd));
  const auto text = base::read_file(receipt_file(dir), k_receipt_max);
  if (!text) co_return base::fail(Code::not_found, "the session " + session.id + " has no receipt: it changed nothing, or its checks were not run");
  CO_TRY(const auto receipt, read_receipt(*text));
  if (receipt.changes.empty()) co_return base::fail(Code::not_found, "the session " + session.id + " changed nothing that git would keep");
  CO_TRY(const auto why_not, objection(settings, session, receipt));
  if (!why_not.empty() && !options.anyway)
    co_return base::fail(receipt.status == "failed" || receipt.status == "regressed" ? Code::denied : Code::changed,
                         "not committed: " + why_not + "; --anyway commits all the same");
  Committed out;
  out.session = session.id;
  out.receipt = receipt.id;
  out.status = receipt.status;
  std::string message = options.message.empty() ? first_line(receipt.task) : options.message;
  out.subject = first_line(message);
  message += "\n\nPlumb-Session: " + session.id + "\nPlumb-Receipt: sha256:" + receipt.id + "\nPlumb-Verdict: " + receipt.status + "\n";
  std::string paths;
  for (const auto& change : receipt.changes) {
    out.paths.push_back(change.path);
    paths += change.path + std::string(1, '\0');
  }
  TryOptions git;
  git.cwd = options.cwd;
  git.argv = {"/bin/sh", "-c", std::string(k_script), "sh", message};
  git.what = "commit session " + session.id;
  git.decide = [](const StepView&) { return TryOptions::Decision::keep; };
  std::string id, error;
  git.on_out = [&id](std::string_view bytes) { id += bytes; };
  git.on_err = [&error](std::string_view bytes) { error += bytes; };
  git.open_stdin = true;
  auto next = [&paths]() -> io::Task<base::Result<std::string>> { co_return std::exchange(paths, {}); };
  git.read_in = next;
  CO_TRY(const auto done, co_await try_command(loop, std::move(settings), std::move(git)));
  while (error.ends_with('\n')) error.pop_back();
  if (done.exit_code != 0) co_return base::fail(Code::invalid, "git did not commit: " + (error.empty() ? id : error));
  if (!done.kept.conflicts.empty())
    co_return base::fail(Code::changed, "git's files were changed meanwhile: " + done.kept.conflicts.front().path + ": " + done.kept.conflicts.front().why);
  while (id.ends_with('\n')) id.pop_back();
  const auto line = id.rfind('\n');
  out.commit = line == std::string::npos ? id : id.substr(line + 1);
  co_return out;
}

}  // namespace engine

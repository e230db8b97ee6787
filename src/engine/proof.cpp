#include "proof.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"

namespace engine {

namespace {

using Tree = workspace::Workspace::Tree;


base::Result<> record_outcome(journal::Journal& journal, const verify::CheckRun& run,
                              const std::string& where) {
  TRY(const auto blob, journal.put_blob(run.output));
  json::Object payload = {{"name", run.check.name},     {"command", run.check.command},
                          {"where", where},             {"exit", run.exit_code},
                          {"timed_out", run.timed_out}, {"duration_ms", run.duration_ms},
                          {"blob", blob}};
  if (const auto tests = tally(run)) {
    payload["passed"] = tests->passed;
    payload["failed"] = tests->failed;
  }
  TRY(const auto seq, journal.append("check.finished", payload));
  (void)seq;   // only its being on disk matters here
  return {};
}

struct Place {
  Guard& guard;
  workspace::Workspace& workspace;
  journal::Journal& journal;
  const verify::Check& check;
  const base::Env& env;
};

io::Task<base::Result<verify::CheckRun>> run_recorded(Place place, io::Launcher launcher, std::string dir,
                                                      std::string where) {
  const json::Object intent = {
      {"name", place.check.name}, {"command", place.check.command}, {"where", where}};
  CO_TRY(const auto seq, place.journal.append("check.started", intent));
  (void)seq;
  CO_TRY(auto run, co_await verify::run_check(std::move(launcher), place.check, std::move(dir), place.env,
                                              k_check_timeout));
  CO_TRY_DO(record_outcome(place.journal, run, where));
  co_return run;
}

/// Nothing = the tree could not be copied; `why_not` says why.
io::Task<base::Result<std::optional<verify::CheckRun>>> run_in_copy(Place place, Tree tree,
                                                                    std::string& why_not) {
  CO_TRY(const auto folder, place.guard.scratch());
  CO_TRY(const auto scratch, base::TempDir::make("check-", folder));
  std::string into = base::join(scratch.path(), base::file_name(place.workspace.root()));
  auto copy = co_await place.workspace.fork(tree, into, false);
  if (!copy && copy.error().code == base::Code::cancelled) co_return base::fail(copy.error());
  if (!copy) {
    why_not = copy.error().what;
    co_return std::nullopt;
  }
  CO_TRY_DO(verify::settle_copy(*copy));
  const std::string where = tree == Tree::now ? "copy of the final tree" : "copy of the tree before";
  CO_TRY(auto run, co_await run_recorded(place, place.guard.scratch_launcher(), *copy, where));
  co_return run;
}

/// The same with nothing copied: a view of the tree, of which nothing stays.
io::Task<base::Result<std::optional<verify::CheckRun>>> run_in_view(Place place, Tree tree,
                                                                    std::string& why_not) {
  const auto scratch = co_await place.workspace.scratch(tree);
  if (!scratch && scratch.error().code == base::Code::cancelled) co_return base::fail(scratch.error());
  if (!scratch) {
    why_not = scratch.error().what;
    co_return std::nullopt;
  }
  auto launcher = place.guard.launcher((*scratch)->view());
  const std::string where = tree == Tree::now ? "fork of the final tree" : "fork of the tree before";
  CO_TRY(auto run, co_await run_recorded(place, std::move(launcher), place.workspace.root(), where));
  co_return run;
}

io::Task<base::Result<std::optional<verify::CheckRun>>> run_apart(Place place, Tree tree, std::string& why_not) {
  if (place.workspace.is_transactional()) co_return co_await run_in_view(place, tree, why_not);
  co_return co_await run_in_copy(place, tree, why_not);
}

}  // namespace

std::optional<Tally> tally(const verify::CheckRun& run) {
  if (run.tests.empty() && run.total < 0) return std::nullopt;
  Tally tally;
  for (const auto& test : run.tests) {
    if (test.outcome == verify::Outcome::passed) ++tally.passed;
    if (test.outcome == verify::Outcome::failed || test.outcome == verify::Outcome::error) ++tally.failed;
  }
  // Some runners name only the tests that fail.
  if (run.total > tally.passed + tally.failed) tally.passed = run.total - tally.failed;
  return tally;
}

io::Task<base::Result<Proof>> prove(Guard& guard, workspace::Workspace& workspace,
                                    journal::Journal& journal, std::optional<verify::Check> check,
                                    base::Env env) {
  Proof proof;
  const bool changed = !workspace.total().empty();
  std::string in_place, why_not;
  if (check && changed) {
    const Place place{guard, workspace, journal, *check, env};
    CO_TRY(proof.after, co_await run_apart(place, Tree::now, in_place));
    if (proof.after) {
      CO_TRY(proof.before, co_await run_apart(place, Tree::before, why_not));
    } else {
      CO_TRY(proof.after, co_await run_recorded(place, guard.launcher({}), workspace.root(), "the project itself"));
    }
  }
  proof.verdict = verify::judge(proof.before, proof.after, changed);
  if (!in_place.empty())
    proof.verdict.reason += " (run in the project itself, not in a clean copy: " + in_place + ")";
  if (!why_not.empty())
    proof.verdict.reason += " (what failed before is not known: " + why_not + ")";
  const auto list = [](const std::vector<std::string>& names) {
    json::Array out;
    for (const auto& name : names) out.emplace_back(name);
    return out;
  };
  const json::Object payload = {{"status", changed ? verify::name(proof.verdict.status) : "unchanged"},
                                {"reason", proof.verdict.reason},
                                {"fixed", list(proof.verdict.fixed)},
                                {"broken", list(proof.verdict.broken)},
                                {"failing", list(proof.verdict.failing)},
                                {"missing", list(proof.verdict.missing)}};
  CO_TRY(const auto seq, journal.append("verdict", payload));
  (void)seq;
  co_return proof;
}

}  // namespace engine

#include "trial.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"

namespace engine {

namespace {

using Tree = workspace::Workspace::Tree;

base::Result<> record_outcome(journal::Journal& journal, const verify::CheckRun& run, const std::string& where,
                            const std::string& tree) {
  TRY(const auto blob, journal.put_blob(run.output));
  json::Object payload = {{"name", run.check.name},     {"command", run.check.command},
                          {"where", where},             {"tree", tree},               {"exit", run.exit_code},
                          {"timed_out", run.timed_out}, {"duration_ms", run.duration_ms},
                          {"blob", blob},
                          {"run", run.check.run},       {"evidence", verify::name(run.evidence)}};
  if (!run.doubt.empty()) payload["doubt"] = run.doubt;
  if (const auto tests = tally(run)) {
    payload["passed"] = tests->passed;
    payload["failed"] = tests->failed;
    payload["skipped"] = tests->skipped;
  }
  if (!run.tests.empty()) {
    json::Array tests;
    for (const auto& test : run.tests)
      tests.push_back(json::Object{{"name", test.name}, {"outcome", verify::name(test.outcome)},
                                   {"duration_ms", test.duration_ms}, {"message", test.message}});
    TRY(payload["results"], journal.put_blob(json::dump(tests)));
  }
  TRY(const auto seq, journal.append("check.finished", payload));
  (void)seq;   // only its being on disk matters here
  return {};
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// The command, and then a look at whether it left these files as they were.
std::string leaving_alone(const std::vector<std::string>& kept, const std::string& command) {
  std::string names;
  for (const auto& path : kept) names += " " + quoted("./" + path);
  return "plumb_sums=$(mktemp) && sha256sum" + names + " >\"$plumb_sums\" 2>/dev/null\n(\n" + command +
         "\n)\nplumb_exit=$?\n[ $plumb_exit -eq 0 ] || exit $plumb_exit\n[ -s \"$plumb_sums\" ] || exit 0\nsha256sum --quiet -c \"$plumb_sums\" 2>&1 || exit " +
         std::to_string(k_rewritten) + "\n";
}

io::Task<base::Result<verify::CheckRun>> run_recorded(Lab lab, verify::Check check, io::Launcher launcher, std::string dir,
                                                      std::string where, std::string tree, io::Millis timeout,
                                                      std::vector<std::string> kept = {}) {
  const json::Object intent = {{"name", check.name}, {"command", check.command}, {"where", where}, {"tree", tree}};
  CO_TRY(const auto seq, lab.journal.append("check.started", intent));
  (void)seq;
  const std::string command = check.command;
  if (!kept.empty()) check.command = leaving_alone(kept, command);
  CO_TRY(auto run, co_await verify::run_check(std::move(launcher), std::move(check), std::move(dir), lab.env, timeout));
  run.check.command = command;
  CO_TRY_DO(record_outcome(lab.journal, run, where, tree));
  co_return run;
}

/// Several runs as one.
verify::CheckRun merged(std::vector<verify::CheckRun> runs) {
  if (runs.size() == 1) return std::move(runs.front());
  verify::CheckRun all;
  all.check.name = "checks";
  all.total = 0;
  for (auto& run : runs) {
    all.check.command += (all.check.command.empty() ? "" : " && ") + run.check.command;
    if (all.exit_code == 0) all.exit_code = run.exit_code;
    all.timed_out = all.timed_out || run.timed_out;
    all.duration_ms += run.duration_ms;
    if (all.doubt.empty()) all.doubt = run.doubt;
    if (run.evidence == verify::ReadFrom::none || all.evidence == verify::ReadFrom::none) all.evidence = run.evidence;
    all.output += "$ " + run.check.command + "\n" + run.output + "\n";
    if (all.total >= 0) all.total = run.total < 0 && run.tests.empty() ? -1 : all.total + std::max<std::int64_t>(run.total, static_cast<std::int64_t>(run.tests.size()));
    for (auto& test : run.tests) {
      test.name = run.check.name + ": " + test.name;
      all.tests.push_back(std::move(test));
    }
  }
  if (all.output.size() > verify::k_check_output_max) all.output.erase(0, all.output.size() - verify::k_check_output_max);
  return all;
}

io::Task<base::Result<verify::CheckRun>> run_all(Lab lab, io::Launcher launcher, std::string dir, std::string where,
                                                 std::string tree, io::Millis timeout, std::vector<std::string> kept = {}) {
  std::vector<verify::CheckRun> runs;
  for (const auto& check : lab.checks) {
    CO_TRY(auto run, co_await run_recorded(lab, check, launcher, dir, where, tree, timeout, kept));
    runs.push_back(std::move(run));
  }
  co_return merged(std::move(runs));
}

io::Task<base::Result<std::optional<verify::CheckRun>>> run_in_copy(Lab lab, Variant variant, std::string& why_not,
                                                                    io::Millis timeout) {
  CO_TRY(const auto folder, lab.guard.scratch());
  CO_TRY(const auto scratch, base::TempDir::make("check-", folder));
  std::string into = base::join(scratch.path(), base::file_name(lab.workspace.root()));
  auto copy = co_await lab.workspace.fork(variant.tree, into, false);
  if (copy) {
    if (auto shown = workspace::show(*copy, variant.shown); !shown) copy = base::fail(shown.error());
  }
  if (!copy && copy.error().code == base::Code::cancelled) co_return base::fail(copy.error());
  if (!copy) {
    why_not = copy.error().what;
    co_return std::nullopt;
  }
  CO_TRY_DO(verify::settle_copy(*copy));
  const auto word = variant.where.find("fork");   // it is none here
  if (word != std::string::npos) variant.where.replace(word, 4, "copy");
  CO_TRY(auto run, co_await run_all(lab, lab.guard.fresh_scratch_launcher(), *copy, variant.where, variant.as, timeout, variant.kept));
  co_return run;
}

/// The same with nothing copied: views of the tree, of which nothing stays; one for each check, since a view
/// can be mounted once, and what one check made must not help the next.
io::Task<base::Result<std::optional<verify::CheckRun>>> run_in_view(Lab lab, Variant variant, std::string& why_not,
                                                                    io::Millis timeout) {
  std::vector<verify::CheckRun> runs;
  for (const auto& check : lab.checks) {
    std::vector<workspace::Shown> shown = variant.shown;
    const auto scratch = co_await lab.workspace.scratch(variant.tree, std::move(shown));
    if (!scratch && scratch.error().code == base::Code::cancelled) co_return base::fail(scratch.error());
    if (!scratch) {
      why_not = scratch.error().what;
      co_return std::nullopt;
    }
    auto launcher = lab.guard.fresh_launcher((*scratch)->view());
    CO_TRY(auto run, co_await run_recorded(lab, check, std::move(launcher), lab.workspace.root(), variant.where, variant.as, timeout, variant.kept));
    runs.push_back(std::move(run));
  }
  co_return merged(std::move(runs));
}

}  // namespace

std::optional<Tally> tally(const verify::CheckRun& run) {
  if (run.tests.empty() && run.total < 0) return std::nullopt;
  Tally tally;
  for (const auto& test : run.tests) {
    if (test.outcome == verify::Outcome::passed) ++tally.passed;
    if (test.outcome == verify::Outcome::skipped) ++tally.skipped;
    if (test.outcome == verify::Outcome::failed || test.outcome == verify::Outcome::error) ++tally.failed;
  }
  // Some runners name only the tests that fail.
  if (run.total > tally.passed + tally.failed + tally.skipped) tally.passed = run.total - tally.failed - tally.skipped;
  return tally;
}

io::Task<base::Result<std::optional<verify::CheckRun>>> run_trial(Lab lab, Variant variant, std::string& why_not,
                                                                  io::Millis timeout) {
  if (lab.workspace.is_transactional()) co_return co_await run_in_view(lab, std::move(variant), why_not, timeout);
  co_return co_await run_in_copy(lab, std::move(variant), why_not, timeout);
}

io::Task<base::Result<verify::CheckRun>> run_in_place(Lab lab) {
  const sandbox::View real;
  co_return co_await run_all(lab, lab.guard.launcher(real), lab.workspace.root(), "the project itself", "after", k_check_timeout);
}

}  // namespace engine

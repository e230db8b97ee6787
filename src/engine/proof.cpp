// The trials, cheapest and most telling first; each one is made only where its answer can change the verdict:
//
//   after        the final tree, without what git ignores and the session made; if that fails, with it
//   before       the tree before the first change; kept for the session's further proofs
//   again        after and before once more, where a failure or a "fixed" could be a flaky test's
//   originals    the final tree with the checks as they were, where the tamper guard found something
//   new tests    the tree before with the new tests: they should fail there
//   faults       the final tree with a fault in a changed line: a test should fail, or none looks at the change

#include "proof.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

#include "base/ids.h"
#include "rules.h"
#include "base/try.h"
#include "verify/mutation.h"
#include "verify/roles.h"

namespace engine {

namespace {

using Tree = workspace::Workspace::Tree;
using verify::CheckRun;

bool is_quick(const CheckRun& run) { return !run.timed_out && run.duration_ms <= k_repeated_max_ms; }

bool passes(const std::optional<CheckRun>& run) { return run && run->passed() && !verify::ran_nothing(*run); }

std::set<std::string, std::less<>> failing_set(const CheckRun& run) {
  const auto names = verify::failing_tests(run);
  return {names.begin(), names.end()};
}

/// Whether some test fails in `a` and does not in `b`.
bool fails_only_in(const CheckRun& a, const CheckRun& b) {
  const auto in_b = failing_set(b);
  const auto in_a = verify::failing_tests(a);
  return std::any_of(in_a.begin(), in_a.end(), [&](const auto& name) { return !in_b.contains(name); });
}

/// The same command on the same tree, with nothing that could tell the change's tests from others.
bool fails_by_names(const CheckRun& run) { return !run.passed() && !run.timed_out && !run.tests.empty(); }

std::string commands_of(const std::vector<verify::Check>& checks) {
  std::string all;
  for (const auto& check : checks) all += (all.empty() ? "" : "\n") + check.command;
  return all;
}

/// Tests and their data that were there before and could not be compared: that they were changed is all that
/// is known, and enough to run the original ones.
void add_unread(const ChangeSet& changes, std::vector<verify::Finding>& findings) {
  std::vector<std::string> paths = changes.lost;
  for (const auto& file : changes.others_before) paths.push_back(file.path);
  for (const auto& path : paths) {
    if (findings.size() >= verify::k_findings_max) return;
    findings.push_back({verify::Tampering::test_data_changed, path, 0, "it was changed, and is too large or no plain file, so that it cannot be compared", {}});
  }
}

/// A test that was there before and passes, but not with the tests and data as they were; "" = none. New tests
/// may well need what came with them.
std::string old_test_that_needs_the_change(const verify::Trials& trials) {
  if (!trials.before || !trials.after) return {};
  if (trials.original_tests->tests.empty() && trials.after->tests.empty() && !trials.original_tests->passed()) return "the check";
  const auto is_in = [](const CheckRun& run, const std::string& name, bool passed) {
    return std::any_of(run.tests.begin(), run.tests.end(), [&](const auto& test) {
      return test.name == name && (!passed || test.outcome == verify::Outcome::passed);
    });
  };
  for (auto& name : verify::failing_tests(*trials.original_tests))
    if (is_in(*trials.before, name, false) && is_in(*trials.after, name, true)) return std::move(name);
  return {};
}

json::Array to_array(const std::vector<std::string>& names) {
  json::Array out;
  for (const auto& name : names) out.emplace_back(name);
  return out;
}

json::Array to_array(const std::vector<verify::Finding>& findings) {
  json::Array out;
  for (const auto& finding : findings)
    out.push_back(json::Object{{"kind", verify::name(finding.kind)}, {"path", finding.path},
                               {"line", finding.line}, {"what", finding.what}, {"diff", finding.diff}});
  return out;
}

/// `over` wins where both have a path.
std::vector<workspace::Shown> laid_over(std::vector<workspace::Shown> files, std::vector<workspace::Shown> over) {
  std::set<std::string, std::less<>> paths;
  for (const auto& file : over) paths.insert(file.path);
  std::erase_if(files, [&](const auto& file) { return paths.contains(file.path); });
  files.insert(files.end(), std::make_move_iterator(over.begin()), std::make_move_iterator(over.end()));
  return files;
}

/// Code with tests inside, as `side` has its tests and the other side its code.
std::vector<workspace::Shown> with_tests(const ChangeSet& changes, Side side) {
  std::vector<workspace::Shown> out;
  for (const auto& file : changes.files) {
    if (!file.before || !file.after) continue;
    const auto& code = side == Side::before ? *file.after : *file.before;
    const auto& tests = side == Side::before ? *file.before : *file.after;
    if (auto mixed = verify::with_tests_of(file.path, code, tests))
      out.push_back({file.path, *std::move(mixed), workspace::Kind::file, file.mode_after, 0});
  }
  return out;
}

/// A fault counts as noticed if a test fails with it that passes without, or the check as a whole where
/// it names no tests. A build that breaks notices nothing: the fault was none.
enum class Noticed { yes, no, invalid };
Noticed noticed(const CheckRun& with_fault, const CheckRun& without) {
  if (with_fault.timed_out) return Noticed::yes;
  if (with_fault.passed()) return Noticed::no;
  if (without.tests.empty()) return Noticed::yes;
  if (with_fault.tests.empty()) return Noticed::invalid;
  return fails_only_in(with_fault, without) ? Noticed::yes : Noticed::invalid;
}

io::Millis time_for(const CheckRun& run) {
  // A fault may loop for ever: four times as long as the check takes, and a little for a busy machine.
  return std::min<io::Millis>(k_check_timeout, io::Millis(4 * run.duration_ms + 10'000));
}

}  // namespace

io::Task<base::Result<Prover::Run>> Prover::run(Variant variant, io::Millis timeout) {
  why_not_.clear();
  co_return co_await run_trial(lab_, std::move(variant), why_not_, timeout);
}

Variant Prover::final_tree(const Proof& proof, std::vector<workspace::Shown> over, std::string where) const {
  const bool is_pure = over.empty();
  auto base = proof.changes.fresh;
  if (proof.trials.leaned_on.empty()) base.insert(base.end(), proof.changes.leftovers.begin(), proof.changes.leftovers.end());
  return {Tree::now, laid_over(std::move(base), std::move(over)), std::move(where), is_pure ? "after" : "mixture"};
}

io::Task<base::Result<>> Prover::run_after(Proof& proof) {
  auto& trials = proof.trials;
  CO_TRY(trials.after, co_await run(final_tree(proof, {}, "fork of the final tree")));
  if (!trials.after || passes(trials.after) || proof.changes.leftovers.empty()) co_return base::Result<>{};
  // With what the session made and git ignores? Then it is no fault of the change, but not proven either.
  trials.leaned_on.clear();
  for (const auto& file : proof.changes.leftovers) trials.leaned_on.push_back(file.path);
  CO_TRY(auto with, co_await run(final_tree(proof, {}, "fork of the final tree, with what git ignores")));
  if (passes(with)) {
    trials.after = std::move(with);
  } else {
    trials.leaned_on.clear();
  }
  co_return base::Result<>{};
}

io::Task<base::Result<>> Prover::run_before(Proof& proof) {
  if (!before_tried_) {
    Variant variant{Tree::before, {}, "fork of the tree before", "before"};
    CO_TRY(before_, co_await run(std::move(variant)));
    why_no_before_ = why_not_;
    before_tried_ = true;
  }
  proof.trials.before = before_;
  proof.trials.before_again = before_again_;
  co_return base::Result<>{};
}

/// Runs again what a flaky test could have decided.
io::Task<base::Result<>> Prover::repeat(Proof& proof) {
  auto& trials = proof.trials;
  if (!trials.before) co_return base::Result<>{};
  const bool red_now = fails_by_names(*trials.after);
  const bool red_before = fails_by_names(*trials.before);
  const bool differs = fails_only_in(*trials.after, *trials.before) || fails_only_in(*trials.before, *trials.after);
  if (!differs && !red_now) co_return base::Result<>{};
  if (!is_quick(*trials.after) || !is_quick(*trials.before)) {
    if (differs) proof.verdict.notes.emplace_back("the checks take too long to be repeated: flaky tests are not known");
    co_return base::Result<>{};
  }
  // What failed may pass the next time; what is said to be fixed must pass twice.
  bool flickers = false;
  for (std::size_t i = 0; i < (red_now ? k_repeats : std::size_t{1}); ++i) {
    CO_TRY(auto again, co_await run(final_tree(proof, {}, "fork of the final tree, again")));
    if (!again) break;
    flickers = flickers || fails_only_in(*again, *trials.after) || fails_only_in(*trials.after, *again);
    trials.after_again.push_back(*std::move(again));
    if (red_now && !flickers) break;   // twice the same: no flaky test
  }
  const std::size_t wanted = flickers ? k_repeats : red_before && differs ? 1 : 0;
  while (before_again_.size() < wanted) {
    Variant variant{Tree::before, {}, "fork of the tree before, again", "before"};
    CO_TRY(auto again, co_await run(std::move(variant)));
    if (!again) break;
    before_again_.push_back(*std::move(again));
  }
  trials.before_again = before_again_;
  co_return base::Result<>{};
}

io::Task<base::Result<>> Prover::try_originals(Proof& proof) {
  if (!proof.changes.lost.empty()) co_return base::Result<>{};
  const auto paths = verify::files_to_restore(proof.changes.files, commands_of(lab_.checks));
  auto originals = laid_over(proof.changes.others_before, versions(proof.changes, paths, Side::before));
  originals = laid_over(with_tests(proof.changes, Side::before), std::move(originals));
  if (originals.empty()) co_return base::Result<>{};
  auto& trials = proof.trials;
  CO_TRY(trials.original_tests,
         co_await run(final_tree(proof, std::move(originals), "fork of the final tree, with the checks as they were")));
  // What the guard has no word for is told by the run: a helper of the tests that is content with everything.
  const auto old_test = trials.tampering.empty() && trials.original_tests ? old_test_that_needs_the_change(trials) : "";
  if (!old_test.empty() && !paths.empty())
    trials.tampering.push_back({verify::Tampering::expectation_changed, paths.front(), 0, "it was changed, and " + old_test + " passes only with the change", {}});
  co_return base::Result<>{};
}

io::Task<base::Result<>> Prover::try_new_tests_before(Proof& proof) {
  auto tests = versions(proof.changes, verify::test_files(proof.changes.files), Side::after);
  tests = laid_over(with_tests(proof.changes, Side::after), std::move(tests));
  if (tests.empty()) co_return base::Result<>{};
  Variant variant{Tree::before, std::move(tests), "fork of the tree before, with the new tests", "mixture"};
  const auto timeout = time_for(*proof.trials.after);
  CO_TRY(proof.trials.new_tests_before, co_await run(std::move(variant), timeout));
  co_return base::Result<>{};
}

io::Task<base::Result<>> Prover::try_faults(Proof& proof) {
  const auto& after = *proof.trials.after;
  if (!is_quick(after)) co_return base::Result<>{};
  verify::Trials::Faults faults;
  const auto started = base::steady_ms();
  const auto mutants = verify::mutate_changed_lines(proof.changes.files, 2 * k_faults_max);
  for (const auto& mutant : mutants) {
    if (faults.tried == k_faults_max || base::steady_ms() - started > k_faults_max_ms) break;
    std::vector<workspace::Shown> over(1);
    over[0].path = mutant.path;
    over[0].bytes = mutant.text;
    for (const auto& file : proof.changes.files)
      if (file.path == mutant.path && file.mode_after != 0) over[0].mode = file.mode_after;
    const std::string what = mutant.what + " at " + mutant.path + ":" + std::to_string(mutant.line);
    CO_TRY(const auto run_with, co_await run(final_tree(proof, std::move(over), "fork of the final tree, where " + what), time_for(after)));
    if (!run_with) break;
    const auto seen = noticed(*run_with, after);
    if (seen == Noticed::invalid) continue;
    ++faults.tried;
    if (seen == Noticed::yes || faults.what.empty()) faults.what = what;
    faults.noticed = seen == Noticed::yes;
    if (faults.noticed) break;
  }
  proof.trials.faults = faults;
  co_return base::Result<>{};
}

io::Task<base::Result<>> Prover::run_trials(Proof& proof) {
  auto& trials = proof.trials;
  CO_TRY_DO(co_await run_after(proof));
  if (!trials.after) {
    const std::string why = why_not_;
    // Transactions fork any tree: what failed then is the machine, and what a check does must not stay.
    trials.why_not_run = why;
    if (lab_.workspace.is_transactional()) co_return base::Result<>{};
    CO_TRY(trials.after, co_await run_in_place(lab_));
    proof.verdict.notes.push_back("run in the project itself, not in a clean copy: " + why);
    co_return base::Result<>{};
  }
  CO_TRY_DO(co_await run_before(proof));
  if (!trials.before) proof.verdict.notes.push_back("what failed before is not known: " + why_no_before_);
  CO_TRY_DO(co_await repeat(proof));
  if (!passes(trials.after)) co_return base::Result<>{};
  if (!trials.tampering.empty() || !trials.tests_may_change) CO_TRY_DO(co_await try_originals(proof));
  // What is verified so far is asked for more; what is not stays so.
  const auto so_far = verify::judge(trials);
  if (!so_far.fixed.empty() || trials.touches == verify::Touches::other || trials.touches == verify::Touches::formatting)
    co_return base::Result<>{};
  CO_TRY_DO(co_await try_new_tests_before(proof));
  // A fix that no test was red for stays unverified, whatever a test notices.
  const bool is_shown = trials.new_tests_before && !trials.new_tests_before->passed();
  if (trials.touches != verify::Touches::code || (trials.asks_for_fix && !is_shown)) co_return base::Result<>{};
  co_return co_await try_faults(proof);
}

base::Result<> Prover::record(Proof& proof) {
  const auto& verdict = proof.verdict;
  json::Object payload = {{"status", proof.changed ? verify::name(verdict.status) : "unchanged"},
                          {"reason", verdict.reason},
                          {"fixed", to_array(verdict.fixed)},
                          {"broken", to_array(verdict.broken)},
                          {"failing", to_array(verdict.failing)},
                          {"missing", to_array(verdict.missing)},
                          {"flaky", to_array(verdict.flaky)},
                          {"notes", to_array(verdict.notes)},
                          {"tampering", to_array(proof.trials.tampering)}};
  if (!proof.rules.empty()) payload["rules"] = to_json(proof.rules);
  TRY(proof.verdict_event, lab_.journal.append("verdict", payload));
  return {};
}

io::Task<base::Result<Prover::Run>> Prover::run_alone(verify::Check check) {
  Proof now;
  CO_TRY(now.changes, change_set(lab_.workspace));
  const std::vector<verify::Check> only(1, std::move(check));
  const Lab lab{lab_.guard, lab_.workspace, lab_.journal, lab_.env, only};
  auto variant = final_tree(now, {}, "fork of the final tree, what failed before");
  variant.as = "mixture";   // a part shows nothing of the whole
  std::string why_not;
  co_return co_await run_trial(lab, std::move(variant), why_not);
}

io::Task<base::Result<>> Prover::look() {
  Variant variant{Tree::now, {}, "fork of the final tree", "after"};
  CO_TRY(const auto seen, co_await run(std::move(variant)));
  (void)seen;   // recorded, if the tree could be forked
  co_return base::Result<>{};
}

io::Task<base::Result<Proof>> Prover::prove() {
  Proof proof;
  CO_TRY(proof.changes, change_set(lab_.workspace));
  proof.changed = !proof.changes.only_products;
  auto& trials = proof.trials;
  trials.changed = proof.changed;
  trials.touches = touches(proof.changes, trials.only);
  trials.asks_for_fix = verify::asks_for_fix(options_.task);
  trials.tests_may_change = options_.tests_may_change;
  for (const auto& file : proof.changes.others)
    if (verify::role_of(file.path) == verify::Role::code)
      proof.verdict.notes.push_back(file.path + " is too large or no text: it was not looked at");
  trials.tampering = verify::find_tampering(proof.changes.files, commands_of(lab_.checks));
  add_unread(proof.changes, trials.tampering);
  if (!lab_.checks.empty() && proof.changed) CO_TRY_DO(co_await run_trials(proof));
  auto notes = std::move(proof.verdict.notes);
  proof.verdict = verify::judge(trials);
  proof.verdict.notes.insert(proof.verdict.notes.end(), notes.begin(), notes.end());
  CO_TRY_DO(co_await keep_rules(proof));
  CO_TRY_DO(record(proof));
  co_return proof;
}

}  // namespace engine

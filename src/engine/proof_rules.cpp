// The project's rules as part of a proof: the commands that have to pass before a commit run on the final tree, and what
// breaks a rule is not verified, however well the tests pass.

#include <algorithm>

#include "base/try.h"
#include "proof.h"
#include "rule_keeper.h"
#include "text/cut.h"

namespace engine {

namespace {

constexpr std::size_t k_kept_max = 200;   ///< files that a command must leave as they are

/// What the session changed and is there: a formatter that rewrites it has found it wrong.
std::vector<std::string> kept_files(const ChangeSet& changes) {
  std::vector<std::string> out;
  for (const auto& file : changes.files)
    if (file.after && out.size() < k_kept_max) out.push_back(file.path);
  return out;
}

RuleOutcome outcome_of(const Rule& rule, const std::string& command, const verify::CheckRun& run) {
  RuleOutcome out{rule.where(), rule.text, "broken", "`" + command + "` "};
  if (run.timed_out) {
    out.what += "did not end in time";
  } else if (run.exit_code == 126 || run.exit_code == 127) {
    out.state = "not-run";
    out.what += "cannot be run here (exit " + std::to_string(run.exit_code) + ")";
  } else if (run.exit_code == k_rewritten) {
    out.what += "rewrites what was changed: it was not run";
  } else {
    out.what += "exits with " + std::to_string(run.exit_code);
  }
  return out;
}

}  // namespace

io::Task<base::Result<>> Prover::run_first(Proof& proof) {
  for (const auto& first : options_.rules->commands(proof.changes, lab_.checks)) {
    verify::Check check;
    check.name = "rule";
    check.command = first.command;
    check.why = first.rule->where() + " says so";
    const std::vector<verify::Check> only(1, std::move(check));
    const Lab lab{lab_.guard, lab_.workspace, lab_.journal, lab_.env, only};
    auto variant = final_tree(proof, {}, "fork of the final tree, before a commit: " + first.rule->where());
    variant.as = "mixture";   // a linter that passes shows nothing of the tests
    variant.kept = kept_files(proof.changes);
    std::string why_not;
    CO_TRY(auto run, co_await run_trial(lab, std::move(variant), why_not));
    if (!run) {
      RuleOutcome unknown{first.rule->where(), first.rule->text, "not-run", "`" + first.command + "` was not run: " + why_not};
      proof.rules.push_back(std::move(unknown));
    } else if (!run->passed()) {
      proof.rules.push_back(outcome_of(*first.rule, first.command, *run));
      if (proof.rule_output.empty()) proof.rule_output = run->output;
    } else if (!first.redefined.empty()) {
      proof.rules.push_back({first.rule->where(), first.rule->text, "not-run",
                             "`" + first.command + "` passes, but this session changed " + first.redefined + ", which says what it does: that proves nothing"});
    }
  }
  co_return base::Result<>{};
}

io::Task<base::Result<>> Prover::keep_rules(Proof& proof) {
  if (options_.rules == nullptr) co_return base::Result<>{};
  proof.rules = options_.rules->look(lab_.workspace, proof.changes);
  if (proof.changed) CO_TRY_DO(co_await run_first(proof));
  auto& verdict = proof.verdict;
  const bool was_verified = verdict.status == verify::Status::verified;
  for (const auto& one : proof.rules) {
    if (one.state == "refused") continue;
    const std::string said = one.where + " \"" + std::string(text::clip(one.text, 100)) + "\": " + one.what;
    if (verdict.status == verify::Status::verified) {
      verdict.status = verify::Status::unverified;
      verdict.reason = (one.state == "broken" ? "every check passes, but a rule is broken: " : "every check passes, but whether a rule is kept is not known: ") + said;
    } else {
      verdict.notes.push_back((one.state == "broken" ? "a rule is broken: " : "a rule was not checked: ") + said);
    }
  }
  if (was_verified) verdict.advice = broken_in(proof.rules) == nullptr ? "" : "Keep to the rule; if the task cannot be done so, say so to the user.";
  co_return base::Result<>{};
}

}  // namespace engine

#pragma once
// What the harness itself can say about a result: checks run on forks of the final tree, of the tree before,
// and of mixtures of both, judged by verify::judge. docs/proof.md tells the rules to users.

#include <optional>
#include <string>
#include <vector>

#include "change_set.h"
#include "engine/rules.h"
#include "trial.h"
#include "verify/judge.h"

namespace engine {

class RuleKeeper;

/// Checks that take longer are not repeated to find flaky tests, and no faults are tried with them.
inline constexpr std::int64_t k_repeated_max_ms = 120'000;
inline constexpr std::size_t k_repeats = 2;          ///< further runs on one tree
inline constexpr std::size_t k_faults_max = 6;       ///< tried until one is noticed
inline constexpr std::int64_t k_faults_max_ms = 180'000;   ///< no new one is begun after so long

struct Proof {
  verify::Verdict verdict;
  verify::Trials trials;
  bool changed = false;
  ChangeSet changes;
  std::vector<RuleOutcome> rules;   ///< what the change makes of the project's rules
  std::string rule_output;          ///< what the first command of a rule printed that failed
  std::uint64_t verdict_event = 0;
};

struct ProofOptions {
  std::string task;                ///< what the user asked for
  bool tests_may_change = false;
  const RuleKeeper* rules = nullptr;   ///< null = none; must outlive the prover
};

/// Proves the state of one session's tree, as often as it is asked: what was found about the tree before
/// is kept. For the loop's thread.
class Prover {
 public:
  /// All of `lab` must outlive it.
  Prover(Lab lab, ProofOptions options) : lab_(lab), options_(std::move(options)) {}

  /// Runs what is needed for a verdict, in the sandbox, each run journalled, and then the verdict. A tree
  /// that cannot be forked is checked in place, and the verdict's reason says so. Fails with cancelled, or
  /// if the journal does.
  io::Task<base::Result<Proof>> prove();
  /// Another check, on the final tree, and nothing else: part of one, while the session goes on.
  io::Task<base::Result<std::optional<verify::CheckRun>>> run_alone(verify::Check check);
  /// Only runs the checks on the tree as it is, for the record.
  io::Task<base::Result<>> look();
  void set_task(std::string task) { options_.task = std::move(task); }

 private:
  using Run = std::optional<verify::CheckRun>;
  io::Task<base::Result<>> run_trials(Proof& proof);
  io::Task<base::Result<>> run_after(Proof& proof);
  io::Task<base::Result<>> run_before(Proof& proof);
  io::Task<base::Result<>> repeat(Proof& proof);
  io::Task<base::Result<>> try_originals(Proof& proof);
  io::Task<base::Result<>> try_new_tests_before(Proof& proof);
  io::Task<base::Result<>> try_faults(Proof& proof);
  io::Task<base::Result<>> keep_rules(Proof& proof);   // proof_rules.cpp
  io::Task<base::Result<>> run_first(Proof& proof);
  io::Task<base::Result<Run>> run(Variant variant, io::Millis timeout = k_check_timeout);
  [[nodiscard]] Variant final_tree(const Proof& proof, std::vector<workspace::Shown> over, std::string where) const;
  base::Result<> record(Proof& proof);

  Lab lab_;
  ProofOptions options_;
  Run before_;                                 ///< once known
  std::vector<verify::CheckRun> before_again_;
  bool before_tried_ = false;
  std::string why_not_;                        ///< the last trial could not be made since
  std::string why_no_before_;
};

}  // namespace engine

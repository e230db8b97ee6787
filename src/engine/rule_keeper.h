#pragma once
// A session's rules at work: what edits they refuse, and what of the result breaks them. For the loop's thread; internal
// to engine.

#include <string>
#include <vector>

#include "change_set.h"
#include "rules.h"
#include "verify/verify.h"
#include "workspace/workspace.h"

namespace engine {

class RuleKeeper {
 public:
  explicit RuleKeeper(std::vector<Rule> rules) : rules_(std::move(rules)) {}
  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }

  /// Why an edit tool may not touch `path` (from the root), and notes that it was tried; "" = it may. `policy_judges`: the
  /// workspace's policy asks for the rules that are its own; else they are judged here too.
  std::string refusal(const std::string& path, workspace::Change change, bool policy_judges);

  /// What the session's record and its change say of the rules, without running anything: what was refused, what was
  /// touched where nothing could refuse it, new dependencies.
  [[nodiscard]] std::vector<RuleOutcome> look(const workspace::Workspace& workspace, const ChangeSet& changes) const;

  /// A command that has to pass before a commit, and the rule that says so.
  struct First {
    const Rule* rule;
    std::string command;   ///< for sh, in the root
    std::string redefined; ///< a file that says what the command does, and that the session changed; "" = none is known
  };
  /// Those that the change concerns, each command once; without those that `checks` run already.
  [[nodiscard]] std::vector<First> commands(const ChangeSet& changes, const std::vector<verify::Check>& checks) const;

 private:
  std::vector<Rule> rules_;
  std::vector<RuleOutcome> refused_;
};

/// The first of the outcomes that breaks a rule; null = none does.
const RuleOutcome* broken_in(const std::vector<RuleOutcome>& outcomes);

}  // namespace engine

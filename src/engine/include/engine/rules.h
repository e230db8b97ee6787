#pragma once
// The rules of a project: the sentences of its instruction files that plumb enforces, and those that are only advice.
// docs/rules.md is the page for users.

#include <string>
#include <string_view>
#include <vector>

#include "engine/settings.h"
#include "json/json.h"

namespace engine {

struct Rule {
  std::string file;                    ///< from the project's root; absolute for the user's own
  std::size_t line = 0;
  std::string text;                    ///< the sentence
  std::string kind;                    ///< never-touch, run-before-commit, no-new-dependencies, advice
  std::string against;                 ///< of never-touch: anything, changes, deletes, creates, hand
  std::vector<std::string> paths;      ///< of never-touch: patterns as in .gitignore, from the folder that is worked in
  std::vector<std::string> commands;   ///< of run-before-commit
  std::string folder;                  ///< below which it holds, from the folder that is worked in; "" = everywhere
  std::string note;                    ///< why it is only advice, where it could have been more
  [[nodiscard]] bool is_enforced() const { return kind != "advice"; }
  [[nodiscard]] std::string where() const { return file + ":" + std::to_string(line); }
};

/// What became of a rule in a session.
struct RuleOutcome {
  std::string where, text;
  std::string state;                   ///< refused (it was tried), broken, not-run (whether it is kept is not known)
  std::string what;                    ///< one plain sentence without a full stop
};

/// A rule, and what became of it in one session.
struct RuleLine {
  Rule rule;
  std::vector<RuleOutcome> outcomes;
};
struct RulesView {
  std::vector<RuleLine> lines;
  std::string session;                 ///< id, "" = there is none yet
  std::vector<RuleOutcome> gone;       ///< outcomes of that session whose rule is not there any more
  std::vector<std::string> problems;   ///< files that were left out, and why
  bool are_enforced = true;            ///< false: `rules = "advice"` in the configuration
};
/// Those of the project at `cwd` as its files are now, with what the session `name` (id, unique prefix, or "last") made of
/// them. That there is no last session is no error. Fails with not_found (another name), and as read_session.
base::Result<RulesView> rules_of(const Settings& settings, const std::string& cwd, const std::string& name);
json::Value to_json(const RulesView& view);

}  // namespace engine

#pragma once
// From instruction files to rules about the folder that a session works in, and to the policy's. Internal to engine.

#include <optional>
#include <vector>

#include "agent/prompt.h"
#include "engine/rules.h"
#include "journal/event.h"
#include "workspace/policy.h"

namespace engine {

/// Every sentence of the files, in order. `below` is the folder that is worked in, as the files' paths know it.
std::vector<Rule> rules_in(const agent::Instructions& instructions, const std::string& root, const std::string& below);

/// The never-touch rules as the policy knows them. Those about edits by hand are not among them: see RuleKeeper.
std::vector<workspace::EffectRule> effect_rules(const std::vector<Rule>& rules);

/// {rules: [...]}: the enforced ones, payload of the event `rules`; and back.
json::Object rules_to_json(const std::vector<Rule>& rules);
std::optional<std::vector<Rule>> recorded_rules(const std::vector<journal::Event>& events);

json::Array to_json(const std::vector<RuleOutcome>& outcomes);
/// Those of a `session.ended`.
std::vector<RuleOutcome> outcomes_in(const json::Value& ended);

}  // namespace engine

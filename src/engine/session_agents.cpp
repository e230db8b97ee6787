// The subagents of a session: which it may start, and what they mean for its budget and its report.

#include "base/try.h"
#include "session_impl.h"

namespace engine {

/// Subagents, but for one that is one itself, or an attempt: they end with what they were asked for.
base::Result<> SessionImpl::find_agents(const agent::Surroundings& where) {
  if (options_.attempt || choice_.info.provider == "builtin") return {};
  std::vector<std::string> problems;
  const agent::SkillPlaces places{options_.cwd, where.root, std::string(settings_.env.get("HOME").value_or(""))};
  TRY(auto roles, find_roles(settings_, places, problems));
  for (const auto& problem : problems) recorder_->notice(problem);
  Subagents::Parts parts{loop_, settings_, options_, id_, journal_->dir(), model_name_, *journal_, *guard_, *workspace_, {}};
  parts.left = [this] { return budget_left(); };
  if (choice_.what == Choice::What::replay) parts.why_not = "a replay starts no subagents again";
  agents_ = std::make_unique<Subagents>(std::move(parts), std::move(roles));
  agents_->restore(earlier_);
  earlier_.clear();
  return {};
}

Subagents::Left SessionImpl::budget_left() const {
  Subagents::Left left;
  const auto& own = recorder_->answered();
  const auto& theirs = agents_->spent();
  if (options_.budget_usd >= 0) left.usd = options_.budget_usd - spent_before_.cost_usd - own.cost_usd - theirs.cost_usd;
  const auto tokens = [](const agent::Spent& spent) { return spent.usage.input + spent.usage.output; };
  if (options_.tokens_max >= 0) left.tokens = options_.tokens_max - tokens(spent_before_) - tokens(own) - tokens(theirs);
  return left;
}

/// What subagents spent on the present prompt, and what of theirs nobody has decided about; true if one may be good.
bool SessionImpl::add_agents(Report& report) const {
  if (!agents_) return false;
  const auto& now = agents_->spent();
  report.usage.input += now.usage.input - agents_before_.usage.input;
  report.usage.output += now.usage.output - agents_before_.usage.output;
  if (report.cost_usd >= 0) report.cost_usd += now.cost_usd - agents_before_.cost_usd;
  bool any_waits = false;
  for (const auto& agent : agents_->all()) {
    if (!agent.waits()) continue;
    any_waits = any_waits || (agent.report.status != "failed" && agent.report.status != "regressed");   // "": of an earlier run
    report.notes.push_back("the change of subagent " + std::to_string(agent.n) + " is not in the project: plumb show --diff " + agent.session +
                           ", then plumb apply or plumb drop " + agent.session);
  }
  return any_waits;
}

}  // namespace engine

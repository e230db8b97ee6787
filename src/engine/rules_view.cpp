// `plumb rules`: the files as they are now, beside what one session made of them.

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "engine/records.h"
#include "project.h"
#include "rules.h"

namespace engine {

namespace {

/// The outcomes in a session's log: those of its last end.
std::vector<RuleOutcome> outcomes_of(const Recorded& session) {
  for (auto event = session.events.rbegin(); event != session.events.rend(); ++event)
    if (event->type == "session.ended")
      if (const auto payload = json::parse(event->payload)) return outcomes_in(*payload);
  return {};
}

}  // namespace

base::Result<RulesView> rules_of(const Settings& settings, const std::string& cwd, const std::string& name) {
  RulesView view;
  view.are_enforced = settings.rules_enforced;
  const auto where = look_around(cwd);
  const auto instructions = agent::find_instructions(where.root, cwd, settings.places.config);
  view.problems = instructions.problems;
  for (auto& rule : rules_in(instructions, where.root, cwd)) view.lines.push_back({std::move(rule), {}});
  const auto session = read_session(settings, name, cwd);
  if (!session && name == "last" && session.error().code == base::Code::not_found) return view;
  if (!session) return base::fail(session.error());
  view.session = session->id;
  for (auto& outcome : outcomes_of(*session)) {
    const auto line = std::find_if(view.lines.begin(), view.lines.end(), [&](const RuleLine& one) {
      return one.rule.where() == outcome.where && one.rule.text == outcome.text;
    });
    (line == view.lines.end() ? view.gone : line->outcomes).push_back(std::move(outcome));
  }
  return view;
}

json::Value to_json(const RulesView& view) {
  json::Array rules;
  const auto texts = [](const std::vector<std::string>& all) {
    json::Array out;
    for (const auto& one : all) out.emplace_back(one);
    return out;
  };
  for (const auto& line : view.lines) {
    const Rule& rule = line.rule;
    json::Object one = {{"file", rule.file}, {"line", rule.line}, {"text", rule.text}, {"kind", rule.kind},
                        {"enforced", rule.is_enforced() && view.are_enforced}};
    if (!rule.against.empty()) one["against"] = rule.against;
    if (!rule.paths.empty()) one["paths"] = texts(rule.paths);
    if (!rule.commands.empty()) one["commands"] = texts(rule.commands);
    if (!rule.folder.empty()) one["folder"] = rule.folder;
    if (!rule.note.empty()) one["note"] = rule.note;
    if (!line.outcomes.empty()) one["outcomes"] = to_json(line.outcomes);
    rules.push_back(std::move(one));
  }
  json::Object out = {{"rules", std::move(rules)}};
  if (!view.session.empty()) out["session"] = view.session;
  if (!view.gone.empty()) out["gone"] = to_json(view.gone);
  if (!view.problems.empty()) out["problems"] = texts(view.problems);
  return out;
}

}  // namespace engine

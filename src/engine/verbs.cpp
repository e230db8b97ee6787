#include "verbs.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/paths.h"
#include "base/try.h"

namespace engine {

std::string_view name(Verb verb) {
  switch (verb) {
    case Verb::undo: return "undo";
    case Verb::redo: return "redo";
    case Verb::rewind: return "rewind";
    case Verb::apply: return "apply";
    case Verb::drop: return "drop";
  }
  return "undo";
}

namespace {

/// So many restored paths are in the outcome's event.
constexpr std::size_t k_paths_listed = 2000;

using Report = workspace::UndoReport;

void add(Report& all, Report one) {
  all.restored.insert(all.restored.end(), one.restored.begin(), one.restored.end());
  all.conflicts.insert(all.conflicts.end(), one.conflicts.begin(), one.conflicts.end());
}

bool is_chosen(const std::string& path, const std::vector<std::string>& paths) {
  return paths.empty() || std::any_of(paths.begin(), paths.end(),
                                      [&](const std::string& one) { return base::is_within(path, one); });
}

/// The steps that have one of these paths (none = any) in that state, oldest first.
std::vector<std::string> steps_with(const workspace::Workspace& project, workspace::State state,
                                    const std::vector<std::string>& paths) {
  std::vector<std::string> ids;
  for (const auto& step : project.steps()) {
    const bool any = std::any_of(step.effects.begin(), step.effects.end(), [&](const auto& effect) {
      return effect.state == state && is_chosen(effect.path, paths);
    });
    const bool is_gits = paths.empty() && std::find(step.states.begin(), step.states.end(), state) != step.states.end();
    if (any || is_gits) ids.push_back(step.id);
  }
  return ids;
}

base::Result<Report> redo_or_apply(workspace::Workspace& project, Verb verb, const std::string& step,
                                   const std::vector<std::string>& paths) {
  const auto state = verb == Verb::redo ? workspace::State::undone : workspace::State::held;
  const auto ids = step.empty() ? steps_with(project, state, paths) : std::vector<std::string>{step};
  Report all;
  for (const std::string& id : ids) {
    TRY(auto one, verb == Verb::redo ? project.redo(id, paths) : project.accept(id, paths));
    add(all, std::move(one));
  }
  return all;
}

base::Result<Report> drop_held(workspace::Workspace& project, const std::string& step,
                               const std::vector<std::string>& paths) {
  auto ids = step.empty() ? steps_with(project, workspace::State::held, paths) : std::vector<std::string>{step};
  if (step.empty())
    for (auto& id : steps_with(project, workspace::State::conflict, paths))
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  Report all;
  for (const std::string& id : ids) {
    for (const auto& one : project.steps())
      if (one.id == id)
        for (const auto& effect : one.effects)
          if ((effect.state == workspace::State::held || effect.state == workspace::State::conflict) &&
              is_chosen(effect.path, paths))
            all.restored.push_back(effect.path);
    TRY_DO(project.drop(id, paths));
  }
  return all;
}

base::Result<Report> undo_steps(workspace::Workspace& project, const std::string& step,
                                const std::vector<std::string>& paths) {
  if (!step.empty()) return project.undo(step, paths);
  if (paths.empty()) return project.undo_all();
  Report all;
  const auto ids = steps_with(project, workspace::State::applied, paths);
  for (std::size_t i = ids.size(); i-- > 0;) {
    TRY(auto one, project.undo(ids[i], paths));
    add(all, std::move(one));
  }
  return all;
}

base::Result<Report> do_change(workspace::Workspace& project, Verb verb, const std::string& step,
                               const std::vector<std::string>& paths) {
  switch (verb) {
    case Verb::undo: return undo_steps(project, step, paths);
    case Verb::rewind: return project.undo_from(step);
    case Verb::redo:
    case Verb::apply: return redo_or_apply(project, verb, step, paths);
    case Verb::drop: return drop_held(project, step, paths);
  }
  return base::fail(base::Code::internal, "unknown verb");
}

}  // namespace

base::Result<Undone> change_in(journal::Journal& journal, workspace::Workspace& project, Verb verb, const std::string& step,
                               const std::vector<std::string>& paths) {
  const std::string type(name(verb));
  json::Array listed;
  for (const auto& path : paths) listed.emplace_back(path);
  const json::Object intent = {{"step", step}, {"paths", listed}};
  TRY_DO(journal.append(type + ".started", intent));
  std::vector<std::string> chosen;
  for (const auto& path : paths) {
    // By text alone: what is named may be gone, or be a link.
    chosen.push_back(base::relative(base::normalize(base::join(project.root(), path)), project.root()));
    if (chosen.back() == ".." || chosen.back().starts_with("../"))
      return base::fail(base::Code::invalid, path + " is not in " + project.root());
    if (chosen.back() == ".") chosen.clear();
    if (chosen.empty()) break;   // the whole project
  }
  TRY(const auto report, do_change(project, verb, step, chosen));
  Undone undone;
  undone.restored = report.restored;
  for (const auto& conflict : report.conflicts)
    undone.conflicts.push_back({conflict.path, conflict.why, conflict.kept_as});
  json::Array names;   // for those who want to know what the tree was like then
  for (const auto& path : report.restored) {
    if (names.size() == k_paths_listed) break;
    names.emplace_back(path);
  }
  const json::Object outcome = {{"step", step},
                                {"restored", report.restored.size()},
                                {"conflicts", report.conflicts.size()},
                                {"paths", std::move(names)}};
  TRY_DO(journal.append(type, outcome));
  return undone;
}

}  // namespace engine

#include "engine/records.h"

#include <boost/json.hpp>

#include "base/try.h"
#include "journal/journal.h"
#include "project.h"
#include "workspace/workspace.h"

namespace engine {

base::Result<std::vector<SessionSummary>> list_sessions(const Settings& settings,
                                                        const std::string& cwd,
                                                        const std::string& query,
                                                        std::size_t limit) {
  TRY(const auto index, journal::Index::open(settings.places.state));
  TRY(const auto found, index->list(cwd, query, limit));
  std::vector<SessionSummary> out;
  for (const auto& one : found) {
    SessionSummary summary;
    summary.id = one.id;
    summary.cwd = one.cwd;
    summary.task = one.task;
    summary.model = one.model;
    summary.status = one.status;
    summary.started_ms = one.started_ms;
    summary.turns = one.turns;
    summary.tokens_in = one.tokens_in;
    summary.tokens_out = one.tokens_out;
    summary.cost_usd = one.cost_usd;
    out.push_back(std::move(summary));
  }
  return out;
}

static std::string in_words(const journal::Damage& damage) {
  if (!damage.any()) return {};
  std::string out;
  if (damage.torn_bytes > 0)
    out = "the last line is torn (" + std::to_string(damage.torn_bytes) + " bytes)";
  if (!damage.bad_lines.empty())
    out += (out.empty() ? "" : "; ") + std::to_string(damage.bad_lines.size()) +
           " lines are corrupt, the first is line " + std::to_string(damage.bad_lines.front());
  return out;
}

base::Result<Recorded> read_session(const Settings& settings, const std::string& name,
                                    const std::string& cwd) {
  Recorded session;
  TRY(session.dir, journal::find_session(settings.places.state, name, cwd));
  journal::Damage damage;
  TRY(auto events, journal::read_events(session.dir, damage));
  session.damage = in_words(damage);
  for (auto& event : events) {
    if (event.type == "session.started" && session.id.empty()) {
      TRY(const auto p, json::parse(event.payload));
      session.id = std::string(json::string_or(json::find(p, "id")));
    }
    session.events.push_back(
        {event.seq, event.time_ms, std::move(event.type), std::move(event.payload)});
  }
  return session;
}

base::Result<std::string> read_blob(const Recorded& session, const std::string& blob) {
  return journal::read_blob(session.dir, blob);
}

static base::Result<std::string> project_of(const Recorded& session) {
  for (const auto& event : session.events) {
    if (event.type != "session.started") continue;
    TRY(const auto p, json::parse(event.payload));
    return std::string(json::string_or(json::find(p, "cwd")));
  }
  return base::fail(base::Code::invalid, "the session does not say which folder it worked in");
}

static base::Result<std::unique_ptr<workspace::Workspace>> open_project(const Settings& settings,
                                                                        const Recorded& session) {
  TRY(const auto root, project_of(session));
  return workspace::Workspace::open(workspace_options(settings, root, session.dir));
}

static ChangedFile view_of(const workspace::Effect& effect) {
  ChangedFile file;
  file.path = effect.path;
  file.change = workspace::name(effect.change);
  file.undoable = effect.undoable;
  return file;
}

base::Result<std::vector<StepView>> list_steps(const Settings& settings, const Recorded& session) {
  TRY(const auto project, open_project(settings, session));
  std::vector<StepView> out;
  for (const auto& step : project->steps()) {
    StepView view{step.id, step.what, step.time_ms, step.undone, {}};
    for (const auto& effect : step.effects) view.changes.push_back(view_of(effect));
    out.push_back(std::move(view));
  }
  return out;
}

base::Result<std::string> diff_of(const Settings& settings, const Recorded& session,
                                  const std::string& step) {
  TRY(const auto project, open_project(settings, session));
  std::vector<workspace::Effect> effects;
  if (step.empty()) {
    effects = project->total();
  } else {
    bool found = false;
    for (const auto& one : project->steps())
      if (one.id == step) {
        effects = one.effects;
        found = true;
      }
    if (!found) return base::fail(base::Code::not_found, "the session has no step '" + step + "'");
  }
  std::string out;
  for (const auto& effect : effects) {
    out += project->diff(effect);
    if (!out.ends_with('\n')) out += '\n';
  }
  return out;
}

base::Result<Undone> undo(const Settings& settings, const Recorded& session, const std::string& step) {
  journal::Damage damage;
  TRY(const auto journal, journal::Journal::open(session.dir, damage));
  TRY(const auto project, open_project(settings, session));
  const json::Object intent = {{"step", step}};
  TRY_DO(journal->append("undo.started", intent));
  TRY(const auto report, step.empty() ? project->undo_all() : project->undo(step));
  Undone undone;
  undone.restored = report.restored;
  for (const auto& conflict : report.conflicts)
    undone.conflicts.push_back({conflict.path, conflict.why, conflict.kept_as});
  const json::Object outcome = {
      {"step", step}, {"restored", report.restored.size()}, {"conflicts", report.conflicts.size()}};
  TRY_DO(journal->append("undo", outcome));
  return undone;
}

}  // namespace engine

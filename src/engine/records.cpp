#include "engine/records.h"

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/attempts.h"
#include "engine/look.h"
#include "journal/journal.h"
#include "project.h"
#include "secrets.h"
#include "verbs.h"
#include "workspace/workspace.h"

namespace engine {

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

/// Of the session.started of one without a model.
static std::string why_not_on(const json::Value& started) {
  const std::string id(json::string_or(json::find(started, "id"))), task(json::string_or(json::find(started, "task")));
  const std::string fork(json::string_or(json::find(started, "fork")));
  if (fork.empty()) return "no model has worked in session " + id + " (" + task + "): there is nothing to go on with; `plumb show " + id + "` shows it";
  return "session " + id + " is the fork " + fork + ", which no model goes on with: `plumb fork run " + fork + " -- COMMAND` runs a command in it, `plumb fork apply " +
         fork + "` puts its changes into the project";
}

base::Result<> check_goes_on(const std::string& dir) {
  std::string why;
  journal::Damage damage;
  TRY_DO(journal::for_each_event(dir, damage, [&](const journal::Event& event) {
    if (event.type != "session.started") return true;
    const auto started = json::parse(event.payload);
    if (started && json::string_or(json::find(*started, "model", "provider")) == "none") why = why_not_on(*started);
    return false;
  }));
  return why.empty() ? base::Result<>() : base::fail(base::Code::invalid, why);
}

base::Result<std::string> read_blob(const Recorded& session, const std::string& blob) {
  return journal::read_blob(session.dir, blob);
}

base::Result<std::string> project_of(const Recorded& session) {
  for (const auto& event : session.events) {
    if (event.type != "session.started") continue;
    TRY(const auto p, json::parse(event.payload));
    return std::string(json::string_or(json::find(p, "cwd")));
  }
  return base::fail(base::Code::invalid, "the session does not say which folder it worked in");
}

base::Result<std::string> without_secrets(const Settings& settings, std::string_view text) {
  TRY(auto all, read_secrets(settings.config_text, settings.config_path, settings.env));
  return Secrets(std::move(all)).mask().in(text);
}

base::Result<std::unique_ptr<workspace::Workspace>> open_project(const Settings& settings, const Recorded& session) {
  TRY(const auto root, project_of(session));
  const auto attempt = attempt_of(session);
  if (attempt && !base::exists(root))
    return base::fail(base::Code::not_found, "the copy of the project in which attempt " + session.id +
                                                 " worked is not there any more (plumb drop, plumb gc)");
  return workspace::Workspace::open(workspace_options(settings, root, session.dir, attempt ? attempt->project : ""));
}

static ChangedFile view_of(const workspace::Effect& effect) {
  ChangedFile file;
  file.path = effect.path;
  file.change = workspace::name(effect.change);
  file.undoable = effect.undoable;
  file.state = workspace::name(effect.state);
  file.why = effect.why;
  file.renamed_from = effect.renamed_from;
  file.entries = effect.entries;
  file.notes = effect.notes;
  return file;
}

StepView step_view(const workspace::Step& step) {
  StepView view{step.id, step.what, step.time_ms, step.undone, {}, step.git};
  for (const auto& effect : step.effects) view.changes.push_back(view_of(effect));
  return view;
}

base::Result<std::vector<StepView>> list_steps(const Settings& settings, const Recorded& session) {
  TRY(const auto project, open_project(settings, session));
  std::vector<StepView> out;
  for (const auto& step : project->steps()) out.push_back(step_view(step));
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

base::Result<std::string> diff_of_effects(const Settings& settings, const Recorded& session,
                                          const std::string& step, bool all) {
  TRY(const auto project, open_project(settings, session));
  std::string out;
  for (const auto& one : project->steps()) {
    if (!step.empty() && one.id != step) continue;
    for (const auto& effect : one.effects) {
      const bool in_tree = effect.state == workspace::State::applied || effect.state == workspace::State::undone;
      if (in_tree && !all) continue;
      out += project->diff(effect);
      if (!out.ends_with('\n')) out += '\n';
    }
  }
  return without_secrets(settings, out);
}

base::Result<Undone> change(const Settings& settings, const Recorded& session, Verb verb, const std::string& step,
                            const std::vector<std::string>& paths) {
  journal::Damage damage;
  TRY(const auto journal, journal::Journal::open(session.dir, damage));
  TRY(const auto project, open_project(settings, session));
  return change_in(*journal, *project, verb, step, paths);
}

base::Result<Collected> collect_garbage(const Settings& settings, std::uint64_t bytes) {
  Collected all;
  const std::string folder = base::join(settings.places.state, "sessions");
  if (!base::exists(folder)) return all;
  TRY(const auto names, base::list_dir(folder));
  for (const std::string& id : names) {
    const std::string dir = base::join(folder, id);
    // Sessions of snapshots share their project's store, which bounds itself.
    if (!base::exists(base::join(dir, "txn/store"))) continue;
    auto session = read_session(settings, id, "");
    if (!session) {
      all.problems.push_back(id + ": " + session.error().what);
      continue;
    }
    if (const auto copies = copied_bytes(dir); copies > 0) {
      all.bytes_before += copies;
      // Of a session that runs they are in use.
      const bool is_kept = copies <= bytes || journal::writer_of(dir).has_value();
      const auto dropped = is_kept ? base::Result<>() : drop_copies(dir);
      if (!dropped) all.problems.push_back(id + ": " + dropped.error().what);
      if (!is_kept && dropped) all.expired.push_back(id + "/attempts");
      if (is_kept || !dropped) all.bytes_after += copies;
    }
    const auto place = project_of(*session);
    if (attempt_of(*session) && place && !base::exists(*place)) continue;   // its copy was dropped
    auto project = open_project(settings, *session);
    if (!project) {
      all.problems.push_back(id + ": " + project.error().what);
      continue;
    }
    all.bytes_before += (*project)->kept_bytes();
    auto expired = (*project)->shrink(bytes);
    if (!expired) all.problems.push_back(id + ": " + expired.error().what);
    if (expired)
      for (const auto& step : *expired) all.expired.push_back(id + "/" + step);
    all.bytes_after += (*project)->kept_bytes();
  }
  return all;
}

}  // namespace engine

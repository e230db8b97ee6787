// What can be done with an attempt when its run is over: taking it, dropping its copy, looking.

#include <sys/stat.h>

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/attempts.h"
#include "project.h"
#include "take.h"

namespace engine {

using base::Code;
using base::join;

std::optional<AttemptOf> attempt_of(const Recorded& session) {
  for (const auto& event : session.events) {
    if (event.type != "session.started") continue;
    const auto payload = json::parse(event.payload);
    return payload ? attempt_in(*payload) : std::nullopt;
  }
  return std::nullopt;
}

namespace {

/// The step of an attempt that is in the project now, "" = none.
std::string applied_attempt(const workspace::Workspace& workspace) {
  for (const auto& step : workspace.steps()) {
    const bool is_in = std::find(step.states.begin(), step.states.end(), workspace::State::applied) != step.states.end() ||
                       std::any_of(step.effects.begin(), step.effects.end(), [](const auto& effect) { return effect.state == workspace::State::applied; });
    if (step.id.starts_with("attempt-") && is_in) return step.what;
  }
  return {};
}

base::Result<std::string> copy_of(const Settings& settings, const Recorded& attempt, const AttemptOf& of) {
  TRY(const std::string copy, project_of(attempt));
  const std::string folder = attempt_folder(session_dir(settings, of.parent), of.n);
  // Removing and reading go by the record: it must mean a folder of ours.
  if (base::parent(copy) != folder) return base::fail(Code::invalid, "the record of " + attempt.id + " names a folder that is no copy of ours: " + copy);
  return copy;
}

}  // namespace

io::Task<base::Result<Taken>> take_attempt(io::Loop& loop, Settings settings, Recorded attempt, std::vector<std::string> paths) {
  const auto of = attempt_of(attempt);
  if (!of) co_return base::fail(Code::invalid, "session " + attempt.id + " is no attempt");
  CO_TRY(const std::string copy, copy_of(settings, attempt, *of));
  if (!base::is_dir(copy)) co_return base::fail(Code::not_found, "the copy in which attempt " + attempt.id + " worked was dropped");
  ParentSession parent;
  parent.id = of->parent;
  parent.dir = session_dir(settings, of->parent);
  parent.project = of->project;
  journal::Damage damage;
  CO_TRY(parent.journal, journal::Journal::open(parent.dir, damage));
  CO_TRY_DO(open_tree(loop, settings, parent));
  const auto other = of->is_agent() ? std::string() : applied_attempt(*parent.workspace);
  if (!other.empty())
    co_return base::fail(Code::exists, other + " is in the project: take it back first, with plumb undo " + of->parent);
  const std::string kind = of->is_agent() ? "agent" : "attempt";
  TakenFrom from{kind, of->n, attempt.id, attempt.dir, copy, {}};
  for (const auto& path : paths)
    from.paths.push_back(base::relative(base::normalize(join(parent.workspace->root(), path)), parent.workspace->root()));
  if (!of->is_agent())
    CO_TRY_DO(parent.journal->append("attempts.chosen", json::Object{{"n", of->n}, {"applied", true}, {"why", "the user's choice"}, {"session", attempt.id}}));
  auto done = co_await io::shielded(take(settings, parent, std::move(from)));
  co_await io::shielded(parent.guard->close());
  if (!done) co_return base::fail(std::move(done).error());
  if (of->is_agent() && done->conflicts.empty())
    CO_TRY_DO(parent.journal->append("agent.decided", json::Object{{"n", of->n}, {"session", attempt.id}, {"what", "applied"}}));
  Taken out;
  out.parent = of->parent;
  out.done.restored = done->applied;
  for (const auto& conflict : done->conflicts) out.done.conflicts.push_back({conflict.path, conflict.why, conflict.kept_as});
  out.held = done->held;
  out.left = done->left;
  co_return out;
}

base::Result<> drop_attempt(const Settings& settings, const Recorded& attempt) {
  const auto of = attempt_of(attempt);
  if (!of) return base::fail(Code::invalid, "session " + attempt.id + " is no attempt");
  TRY(const std::string copy, copy_of(settings, attempt, *of));
  if (!base::exists(base::parent(copy))) return base::fail(Code::not_found, "its copy of the project was dropped before");
  journal::Damage damage;
  TRY(const auto journal, journal::Journal::open(attempt.dir, damage));
  TRY_DO(journal->append("drop.started", json::Object{{"step", ""}}));
  TRY_DO(base::remove_all(base::parent(copy)));
  const json::Object outcome = {{"step", ""}, {"restored", 0}, {"conflicts", 0}};
  TRY_DO(journal->append("drop", outcome));
  return {};
}

namespace {

/// Bytes on the disk; what cannot be looked at counts as nothing.
std::uint64_t bytes_below(const std::string& path) {
  struct stat st {};
  if (::lstat(path.c_str(), &st) != 0) return 0;
  auto sum = static_cast<std::uint64_t>(st.st_blocks) * 512;
  if (!S_ISDIR(st.st_mode)) return sum;
  const auto names = base::list_dir(path);
  if (!names) return sum;
  for (const auto& name : *names) sum += bytes_below(join(path, name));
  return sum;
}

}  // namespace

std::uint64_t copied_bytes(const std::string& parent_dir) {
  const std::string folder = join(parent_dir, "attempts");
  return base::exists(folder) ? bytes_below(folder) : 0;
}

base::Result<> drop_copies(const std::string& parent_dir) { return base::remove_all(join(parent_dir, "attempts")); }

}  // namespace engine

// What can be read from a record.

#include <boost/json.hpp>

#include <algorithm>
#include <map>

#include "aside.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/models.h"
#include "engine/person.h"
#include "engine/records.h"
#include "host_impl.h"
#include "json/bytes.h"
#include "moment.h"
#include "words.h"

namespace host {

using base::Code;

base::Result<std::vector<plumb::Event>> HostImpl::events(const std::string& id, std::uint64_t from, std::size_t limit) {
  TRY(auto* const session, find(id));
  std::vector<plumb::Event> out;
  if (limit == 0 || !session->is_on_disk) return out;
  journal::Place place;
  const auto visit = [&](journal::Event& event) {
    if (event.seq >= from) out.push_back({event.seq, event.time_ms, std::move(event.type), std::move(event.payload)});
    return out.size() < limit;
  };
  TRY_DO(journal::read_on(session->dir, place, visit));
  return out;
}

base::Result<plumb::Record> HostImpl::record(const std::string& id) {
  TRY(auto* const session, find(id));
  plumb::Record out;
  if (!session->is_on_disk) return out;
  TRY(auto read, engine::read_session(settings_, id, ""));
  out.damage = std::move(read.damage);
  for (auto& event : read.events) out.events.push_back({event.seq, event.time_ms, std::move(event.type), std::move(event.payload)});
  return out;
}

base::Result<std::string> HostImpl::markdown(const std::string& id) {
  TRY(auto* const session, find(id));
  if (!session->is_on_disk) return std::string();
  TRY(const auto read, engine::read_session(settings_, id, ""));
  return engine::export_markdown(read);
}

base::Result<std::string> HostImpl::blob(const std::string& id, const std::string& name) {
  TRY(auto* const session, find(id));
  return journal::read_blob(session->dir, name);
}

base::Result<std::vector<plumb::Usage>> HostImpl::usage(int days) {
  TRY(const auto index, journal::Index::open(settings_.places.state));
  const std::int64_t since = base::now_ms() - std::int64_t{86'400'000} * std::max(days, 0);
  TRY(const auto spent, index->spent(base::iso_time(since).substr(0, 10)));
  std::vector<plumb::Usage> out;
  for (const auto& one : spent)
    out.push_back({one.day, one.model, one.cwd, one.sessions, one.tokens_in, one.tokens_cached, one.tokens_out, one.cost_usd});
  return out;
}

std::vector<plumb::Model> HostImpl::models() {
  std::vector<plumb::Model> out;
  const auto known = engine::known_models(settings_);
  if (!known) return out;
  for (const auto& one : *known) out.push_back({one.name, one.what, one.usable, one.images});
  return out;
}

std::vector<plumb::Command> HostImpl::commands(const std::string& cwd) {
  std::vector<plumb::Command> out;
  for (auto& one : engine::named_texts(settings_, cwd)) out.push_back({std::move(one.name), std::move(one.description)});
  return out;
}

// ---- of the session's store ----

static plumb::Step to_public(const engine::StepView& view) {
  plumb::Step step{view.id, view.what, view.time_ms, view.undone, {}, view.git};
  for (const auto& file : view.changes)
    step.effects.push_back({file.path, file.change, file.state, file.why, file.renamed_from, file.entries, file.undoable, file.notes});
  return step;
}

static constexpr io::Millis k_look_limit{30'000};

static json::Value with_seq(std::uint64_t seq, std::string_view key, const std::string& value) {
  return json::Object{{"seq", seq}, {key, value}};
}

/// What another process says of its session, read by `from_json`.
template <class T, class F>
static Peer::Then read_by(plumb::Then<T> then, F from_json) {
  return [then = std::move(then), from_json](const base::Result<json::Value>& result) {
    if (result) then(from_json(*result));
    if (!result) then(base::fail(result.error()));
  };
}

static base::Result<std::string> bytes_from(const json::Value& value) { return json::take_bytes(value, "bytes"); }

void HostImpl::steps(const std::string& id, plumb::Then<std::vector<plumb::Step>> then) {
  const auto found = find(id);
  if (!found) return later([then, error = found.error()] { then(base::fail(error)); });
  if (where(**found) == Where::elsewhere)
    return (*found)->peer->call("_plumb/steps", json::Object{}, k_look_limit, read_by(std::move(then), steps_from_json));
  const auto list = [](const workspace::Workspace& project) -> base::Result<std::vector<plumb::Step>> {
    std::vector<plumb::Step> out;
    for (const auto& step : project.steps()) out.push_back(to_public(engine::step_view(step)));
    return out;
  };
  look<std::vector<plumb::Step>>(**found, list, std::move(then));
}

void HostImpl::diff(const std::string& id, const std::string& step, plumb::Which which, plumb::Then<std::string> then) {
  const auto found = find(id);
  if (!found) return later([then, error = found.error()] { then(base::fail(error)); });
  if (where(**found) == Where::elsewhere)
    return (*found)->peer->call("_plumb/diff", json::Object{{"step", step}, {"which", name(which)}}, k_look_limit, read_by(std::move(then), bytes_from));
  look<std::string>(
      **found,
      [settings = settings_, step, which](const workspace::Workspace& project) -> base::Result<std::string> {
        TRY(const auto text, diff_of(project, step, which));
        return engine::without_secrets(settings, text);
      },
      std::move(then));
}

void HostImpl::files_at(const std::string& id, std::uint64_t seq, plumb::Then<std::vector<plumb::FileAt>> then) {
  const auto found = find(id);
  if (!found) return later([then, error = found.error()] { then(base::fail(error)); });
  if (where(**found) == Where::elsewhere)
    return (*found)->peer->call("_plumb/files", json::Object{{"seq", seq}}, k_look_limit, read_by(std::move(then), files_from_json));
  look<std::vector<plumb::FileAt>>(
      **found,
      [dir = (*found)->dir, seq](const workspace::Workspace& project) -> base::Result<std::vector<plumb::FileAt>> {
        TRY(const auto moment, Moment::read(dir, project, seq));
        return moment.files();
      },
      std::move(then));
}

void HostImpl::content_at(const std::string& id, std::uint64_t seq, const std::string& path, plumb::Then<std::string> then) {
  const auto found = find(id);
  if (!found) return later([then, error = found.error()] { then(base::fail(error)); });
  if (where(**found) == Where::elsewhere)
    return (*found)->peer->call("_plumb/file", with_seq(seq, "path", path), k_look_limit, read_by(std::move(then), bytes_from));
  look<std::string>(
      **found,
      [settings = settings_, dir = (*found)->dir, seq, path](const workspace::Workspace& project) -> base::Result<std::string> {
        TRY(const auto moment, Moment::read(dir, project, seq));
        TRY(const auto bytes, moment.content(path));
        return engine::without_secrets(settings, bytes);
      },
      std::move(then));
}

}  // namespace host

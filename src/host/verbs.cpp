// What is done to a record: answers, undo, titles, forks. To a running session by the session itself, else on the pool.

#include <boost/json.hpp>

#include "aside.h"
#include "base/try.h"
#include "engine/records.h"
#include "host_impl.h"
#include "words.h"

namespace host {

using base::Code;

plumb::Changed to_public(const engine::Undone& undone) {
  plumb::Changed out;
  out.restored = undone.restored;
  for (const auto& kept : undone.conflicts) out.conflicts.push_back({kept.path, kept.why, kept.kept_as});
  return out;
}

engine::Verb to_engine(plumb::Verb verb) {
  switch (verb) {
    case plumb::Verb::undo: return engine::Verb::undo;
    case plumb::Verb::redo: return engine::Verb::redo;
    case plumb::Verb::rewind: return engine::Verb::rewind;
    case plumb::Verb::apply: return engine::Verb::apply;
    case plumb::Verb::drop: return engine::Verb::drop;
  }
  return engine::Verb::undo;
}

static constexpr io::Millis k_verb_limit{600'000};

static json::Value to_json(const std::vector<std::string>& list) {
  json::Array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

static engine::Answer to_engine(plumb::Answer answer) {
  switch (answer) {
    case plumb::Answer::apply: return engine::Answer::apply;
    case plumb::Answer::drop: return engine::Answer::drop;
    case plumb::Answer::keep: return engine::Answer::keep;
  }
  return engine::Answer::keep;
}

void HostImpl::change(const std::string& id, plumb::Verb verb, std::string step, std::vector<std::string> paths,
                      plumb::Then<plumb::Changed> done) {
  const auto found = find(id);
  if (!found) return later([done, error = found.error()] { done(base::fail(error)); });
  Session& session = **found;
  if (where(session) == Where::elsewhere) {
    json::Object params = {{"verb", name(verb)}, {"step", step}, {"paths", to_json(paths)}};
    auto told = [done](const base::Result<json::Value>& result) {
      if (result) done(changed_from_json(*result));
      if (!result) done(base::fail(result.error()));
    };
    return session.peer->call("_plumb/change", std::move(params), k_verb_limit, std::move(told));
  }
  if (session.run && session.run->session) {
    auto told = [this, done](base::Result<engine::Undone> undone) {
      later([done, undone = std::move(undone)] {
        if (undone) done(to_public(*undone));
        if (!undone) done(base::fail(undone.error()));
      });
    };
    session.run->session->change(to_engine(verb), std::move(step), std::move(paths), std::move(told));
    return;
  }
  if (session.run) return later([done] { done(base::fail(Code::unsupported, "the session is being opened: try again")); });
  aside<plumb::Changed>(
      session,
      [settings = settings_, id, verb, step = std::move(step), paths = std::move(paths)]() -> base::Result<plumb::Changed> {
        TRY(const auto recorded, engine::read_session(settings, id, ""));
        TRY(const auto undone, engine::change(settings, recorded, to_engine(verb), step, paths));
        return to_public(undone);
      },
      std::move(done));
}

void HostImpl::answer(const std::string& id, std::string step, plumb::Answer answer, std::vector<std::string> paths,
                      plumb::Done done) {
  const auto found = find(id);
  if (!found) return fail_later(done, found.error());
  Session& session = **found;
  if (where(session) == Where::elsewhere) {
    json::Object params = {{"step", step}, {"answer", name(answer)}, {"paths", to_json(paths)}};
    return call(session, "_plumb/approvals/answer", std::move(params), std::move(done));
  }
  if (session.run && session.run->session) {
    const auto told = session.run->session->answer(std::move(step), to_engine(answer), std::move(paths));
    changed(session);
    if (done) later([done, told] { done(told); });
    return;
  }
  if (answer == plumb::Answer::keep) {   // it is held as it is
    if (done) later([done] { done({}); });
    return;
  }
  const auto verb = answer == plumb::Answer::apply ? plumb::Verb::apply : plumb::Verb::drop;
  change(id, verb, std::move(step), std::move(paths), [done](base::Result<plumb::Changed> changed) {
    if (!done) return;
    if (changed) done({});
    if (!changed) done(base::fail(changed.error()));
  });
}

void HostImpl::rename(const std::string& id, std::string title, plumb::Done done) {
  const auto found = find(id);
  if (!found) return fail_later(done, found.error());
  if (title.find_first_not_of(" \t\r\n") == std::string::npos) return fail_later(done, {Code::invalid, "an empty title"});
  Session& session = **found;
  if (where(session) == Where::elsewhere)
    return call(session, "_plumb/rename", json::Object{{"title", title}}, std::move(done));
  const json::Object payload = {{"title", title}};
  if (session.run && session.run->session) {
    const auto noted = session.run->session->note("session.title", payload);
    if (done) later([done, noted] { done(noted); });
    return;
  }
  if (!session.is_on_disk) {   // recorded when there is a record
    session.fold.title = std::move(title);
    changed(session);
    if (done) later([done] { done({}); });
    return;
  }
  aside<bool>(
      session,
      [dir = session.dir, payload]() -> base::Result<bool> {
        journal::Damage damage;
        TRY(const auto journal, journal::Journal::open(dir, damage));
        TRY_DO(journal->append("session.title", payload));
        return true;
      },
      [done](base::Result<bool> noted) {
        if (!done) return;
        if (noted) done({});
        if (!noted) done(base::fail(noted.error()));
      });
}

base::Result<std::string> HostImpl::fork(const std::string& id, std::uint64_t upto) {
  TRY(auto* const session, find(id));
  if (!session->is_on_disk) return base::fail(Code::not_found, "the session " + id + " has not begun");
  return engine::fork_session(settings_, id, upto);
}

}  // namespace host

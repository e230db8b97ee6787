// What ACP has no words for: the methods of docs/protocol.md.

#include <boost/json.hpp>

#include <algorithm>
#include <climits>

#include "agent.h"
#include "base/file.h"
#include "base/paths.h"
#include "text/utf8.h"
#include "values.h"

namespace acp {

namespace {

constexpr std::size_t k_folders_max = 2000;

/// Answers with what the host says, made JSON by `f`.
template <class T, class F>
void answer_with(const Reply& reply, const plumb::Result<T>& result, F f) {
  if (!result) return reply.fail(rpc_error(result.error()));
  reply.done(f(*result));
}

plumb::Done answer_done(const Reply& reply) {
  return [reply](const plumb::Result<>& done) {
    if (done) reply.done(json::Object());
    else reply.fail(rpc_error(done.error()));
  };
}

// ---- the fleet

void sessions_list(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto cwd = p.text_or("cwd"), query = p.text_or("query");
  const auto limit = p.number_or("limit", 200, 1, 100'000);
  if (!p.good()) return reply.fail(p.error());
  answer_with(reply, agent.host.list(cwd, query, static_cast<std::size_t>(limit)), [&](const auto& rows) {
    json::Array out;
    for (const auto& row : rows)
      if (agent.may_see(row.id)) out.push_back(row_to_json(row));
    return json::Object{{"sessions", std::move(out)}};
  });
}

void sessions_watch(Agent& agent, const json::Value&, const Reply& reply) {
  agent.watching = agent.host.watch([weak = agent.weak_from_this()](const plumb::SessionInfo& info) {
    if (const auto self = weak.lock()) self->send_row(info);
  });
  reply.done(json::Object());
}

void sessions_unwatch(Agent& agent, const json::Value&, const Reply& reply) {
  agent.watching = {};
  agent.rows_waiting.clear();
  reply.done(json::Object());
}

void sessions_info(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto name = p.text("sessionId"), cwd = p.text_or("cwd");
  if (!p.good()) return reply.fail(p.error());
  const auto info = agent.host.info(name, cwd);
  if (info && !agent.may_see(info->id)) return reply.fail(k_not_found, "no such session: " + name);
  answer_with(reply, info, [](const auto& row) { return json::Object{{"session", row_to_json(row)}}; });
}

void usage(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto days = p.number_or("days", 30, 1, 36'500);
  if (!p.good()) return reply.fail(p.error());
  answer_with(reply, agent.host.usage(static_cast<int>(days)), [](const auto& totals) {
    json::Array out;
    for (const auto& one : totals)
      out.push_back(json::Object{{"day", one.day}, {"model", one.model}, {"cwd", one.cwd}, {"sessions", one.sessions},
                                 {"tokensIn", one.tokens_in}, {"tokensCached", one.tokens_cached}, {"tokensOut", one.tokens_out},
                                 {"costUsd", one.cost_usd}});
    return json::Object{{"totals", std::move(out)}};
  });
}

void models(Agent& agent, const json::Value&, const Reply& reply) {
  json::Array out;
  for (const auto& model : agent.host.models())
    out.push_back(json::Object{{"name", model.name}, {"what", model.what}, {"usable", model.usable}, {"images", model.images}});
  reply.done(json::Object{{"models", std::move(out)}});
}

bool is_project(const std::string& path) {
  for (const auto* name : {".git", ".hg", ".plumb", "AGENTS.md"})
    if (base::exists(base::join(path, name))) return true;
  return false;
}

/// Names that are no UTF-8 cannot be said in this protocol, and are left out; so are hidden folders.
void folders(Agent&, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto asked = p.text_or("path");
  p.must(asked.empty() || asked.starts_with('/'), "/params/path: expected an absolute path");
  if (!p.good()) return reply.fail(p.error());
  const char* home = std::getenv("HOME");
  const std::string path = base::normalize(!asked.empty() ? asked : home != nullptr && *home == '/' ? home : "/");
  const auto names = base::list_dir(path);
  if (!names) return reply.fail(rpc_error(names.error()));
  json::Array out;
  bool more = false;
  for (const auto& name : *names) {
    if (name.starts_with('.') || !text::is_valid_utf8(name) || !base::is_dir(base::join(path, name))) continue;
    more = out.size() == k_folders_max;
    if (more) break;
    out.emplace_back(name);
  }
  reply.done(json::Object{{"path", path}, {"parent", base::parent(path)}, {"folders", std::move(out)}, {"more", more}, {"isProject", is_project(path)}});
}

// ---- events

void events_subscribe(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  const auto from = p.number_or("from", 1, 1, LLONG_MAX);
  if (!p.good()) return reply.fail(p.error());
  const auto info = agent.host.info(id, "");
  if (!info) return reply.fail(rpc_error(info.error()));
  if (!agent.may_see(info->id)) return reply.fail(k_not_found, "no such session: " + id);
  if (agent.streams.size() >= k_views_max && !agent.streams.contains(info->id))
    return reply.fail(k_internal, "too many subscriptions: end some with _plumb/events/unsubscribe");
  reply.done(json::Object{{"session", row_to_json(*info)}});
  const auto stream = std::make_shared<EventStream>(agent.host, agent.peer, info->id);
  agent.streams[info->id] = stream;
  stream->open(static_cast<std::uint64_t>(from));
}

void events_unsubscribe(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  if (!p.good()) return reply.fail(p.error());
  agent.streams.erase(id);
  reply.done(json::Object());
}

void events_read(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  const auto from = p.number_or("from", 1, 1, LLONG_MAX);
  const auto limit = static_cast<std::size_t>(p.number_or("limit", 1000, 1, 10'000));
  if (!p.good()) return reply.fail(p.error());
  answer_with(reply, agent.host.events(id, static_cast<std::uint64_t>(from), limit + 1), [&](const auto& events) {
    json::Array out;
    std::size_t bytes = 0;
    for (const auto& event : events) {
      if (out.size() == limit || bytes > k_bytes_shown) break;
      out.push_back(event_to_json(event));
      bytes += event.payload.size();
    }
    const bool more = out.size() < events.size();
    return json::Object{{"events", std::move(out)}, {"more", more}};
  });
}

void blob(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), name = p.text("blob");
  if (!p.good()) return reply.fail(p.error());
  answer_with(reply, agent.host.blob(id, name), [](const auto& bytes) { return bytes_to_json(bytes); });
}

// ---- work

void prompt(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  if (!p.good()) return reply.fail(p.error());
  auto read = read_prompt(json::find(params, "prompt"));
  if (!read) return reply.fail(read.error());
  answer_done(reply)(agent.host.prompt(id, std::move(read->prompt), [](const plumb::Ended&) {}));
}

void steer(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), text = p.text("text");
  p.must(text.size() <= k_prompt_text_max, "/params/text: more than " + std::to_string(k_prompt_text_max >> 20) + " MiB");
  if (!p.good()) return reply.fail(p.error());
  agent.host.steer(id, text, answer_done(reply));
}

void queue(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  if (!p.good()) return reply.fail(p.error());
  json::Array out;
  for (const auto& text : agent.host.queued(id)) out.emplace_back(text);
  reply.done(json::Object{{"prompts", std::move(out)}});
}

void unqueue(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  const auto n = p.number_or("n", -1, -1, INT_MAX);
  if (!p.good()) return reply.fail(p.error());
  agent.host.unqueue(id, static_cast<int>(n), answer_done(reply));
}

void cancel(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  if (!p.good()) return reply.fail(p.error());
  agent.host.cancel(id, answer_done(reply));
}

void fork(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  const auto upto = p.number_or("upto", 0, 0, LLONG_MAX);
  if (!p.good()) return reply.fail(p.error());
  answer_with(reply, agent.host.fork(id, static_cast<std::uint64_t>(upto)), [](const auto& made) { return json::Object{{"sessionId", made}}; });
}

void rename(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), title = p.text("title");
  if (!p.good()) return reply.fail(p.error());
  agent.host.rename(id, title, answer_done(reply));
}

// ---- effects

/// All that is held in the sessions of a list; the answer comes when the last of them has been looked at.
struct Approvals {
  std::map<std::string, json::Array> by_session;
  std::vector<std::string> order;
  std::size_t left = 0;
};

void finish(const Approvals& all, const Reply& reply) {
  json::Array out;
  for (const auto& id : all.order)
    if (const auto found = all.by_session.find(id); found != all.by_session.end())
      for (const auto& one : found->second) out.push_back(one);
  reply.done(json::Object{{"approvals", std::move(out)}});
}

void approvals_list(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto asked = p.text_or("sessionId");
  if (!p.good()) return reply.fail(p.error());
  const auto only = asked.empty() ? agent.options.only_session : asked;
  auto all = std::make_shared<Approvals>();   // shared by the answers that are awaited
  if (!only.empty()) {
    all->order.push_back(only);
  } else {
    const auto rows = agent.host.list("", "", 100'000);
    if (!rows) return reply.fail(rpc_error(rows.error()));
    for (const auto& row : *rows)
      if (row.held > 0) all->order.push_back(row.id);
  }
  all->left = all->order.size();
  if (all->left == 0) return finish(*all, reply);
  for (const auto& id : std::vector(all->order))
    agent.host.steps(id, [all, id, reply, asked](const plumb::Result<std::vector<plumb::Step>>& steps) {
      if (!steps && !asked.empty()) reply.fail(rpc_error(steps.error()));
      if (steps)
        for (const auto& step : *steps)
          if (const auto held = held_in(step); !held.empty())
            all->by_session[id].push_back(json::Object{{"sessionId", id}, {"step", step.id}, {"what", step.what}, {"effects", effects_to_json(held)}});
      if (--all->left == 0) finish(*all, reply);
    });
}

void approvals_answer(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), step = p.text("step"), word = p.word("answer", "apply|drop|keep");
  auto paths = p.texts("paths");
  if (!p.good()) return reply.fail(p.error());
  const auto answer = word == "apply" ? plumb::Answer::apply : word == "drop" ? plumb::Answer::drop : plumb::Answer::keep;
  agent.host.answer(id, step, answer, std::move(paths), answer_done(reply));
}

plumb::Verb verb_by_name(const std::string& name) {
  if (name == "undo") return plumb::Verb::undo;
  if (name == "redo") return plumb::Verb::redo;
  if (name == "rewind") return plumb::Verb::rewind;
  return name == "apply" ? plumb::Verb::apply : plumb::Verb::drop;
}

void change(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), verb = p.word("verb", "undo|redo|rewind|apply|drop"), step = p.text_or("step");
  auto paths = p.texts("paths");
  p.must(verb != "rewind" || !step.empty(), "/params/step: rewind needs one");
  if (!p.good()) return reply.fail(p.error());
  agent.host.change(id, verb_by_name(verb), step, std::move(paths), [reply](const plumb::Result<plumb::Changed>& changed) {
    answer_with(reply, changed, [](const auto& one) { return changed_to_json(one); });
  });
}

void steps(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  if (!p.good()) return reply.fail(p.error());
  agent.host.steps(id, [reply](const plumb::Result<std::vector<plumb::Step>>& all) {
    answer_with(reply, all, [](const auto& list) {
      json::Array out;
      for (const auto& step : list) out.push_back(step_to_json(step));
      return json::Object{{"steps", std::move(out)}};
    });
  });
}

void diff(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), step = p.text_or("step");
  if (!p.good()) return reply.fail(p.error());
  agent.host.diff(id, step, [reply](const plumb::Result<std::string>& text) {
    answer_with(reply, text, [](const auto& whole) {
      const bool cut = whole.size() > k_bytes_shown;
      json::Object out = {{"diff", whole.substr(0, k_bytes_shown)}};
      if (cut) out["cut"] = true;
      return out;
    });
  });
}

void files(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  const auto seq = p.number_or("seq", 0, 0, LLONG_MAX);
  if (!p.good()) return reply.fail(p.error());
  agent.host.files_at(id, static_cast<std::uint64_t>(seq), [reply](const plumb::Result<std::vector<plumb::FileAt>>& list) {
    answer_with(reply, list, [](const auto& all) {
      json::Array out;
      for (const auto& file : all)
        out.push_back(json::Object{{"path", file.path}, {"exists", file.exists}, {"size", file.size}, {"lastStep", file.last_step}});
      return json::Object{{"files", std::move(out)}};
    });
  });
}

void file(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), path = p.text("path");
  const auto seq = p.number_or("seq", 0, 0, LLONG_MAX);
  if (!p.good()) return reply.fail(p.error());
  agent.host.content_at(id, static_cast<std::uint64_t>(seq), path, [reply](const plumb::Result<std::string>& bytes) {
    answer_with(reply, bytes, [](const auto& all) { return bytes_to_json(all); });
  });
}

}  // namespace

const std::map<std::string, Method, std::less<>>& plumb_methods() {
  static const std::map<std::string, Method, std::less<>> k_methods = {
      {"_plumb/sessions/list", {Needs::nothing, sessions_list}},
      {"_plumb/sessions/watch", {Needs::nothing, sessions_watch}},
      {"_plumb/sessions/unwatch", {Needs::nothing, sessions_unwatch}},
      {"_plumb/sessions/info", {Needs::nothing, sessions_info}},
      {"_plumb/events/subscribe", {Needs::nothing, events_subscribe}},
      {"_plumb/events/unsubscribe", {Needs::nothing, events_unsubscribe}},
      {"_plumb/events/read", {Needs::nothing, events_read}},
      {"_plumb/blob", {Needs::nothing, blob}},
      {"_plumb/prompt", {Needs::rights, prompt}},
      {"_plumb/steer", {Needs::rights, steer}},
      {"_plumb/queue", {Needs::nothing, queue}},
      {"_plumb/unqueue", {Needs::rights, unqueue}},
      {"_plumb/cancel", {Needs::rights, cancel}},
      {"_plumb/approvals/list", {Needs::nothing, approvals_list}},
      {"_plumb/approvals/answer", {Needs::rights, approvals_answer}},
      {"_plumb/change", {Needs::rights, change}},
      {"_plumb/steps", {Needs::nothing, steps}},
      {"_plumb/diff", {Needs::nothing, diff}},
      {"_plumb/files", {Needs::nothing, files}},
      {"_plumb/file", {Needs::nothing, file}},
      {"_plumb/fork", {Needs::all_rights, fork}},
      {"_plumb/rename", {Needs::rights, rename}},
      {"_plumb/models", {Needs::nothing, models}},
      {"_plumb/folders", {Needs::all_rights, folders}},
      {"_plumb/usage", {Needs::all_sessions, usage}},
  };
  return k_methods;
}

}  // namespace acp

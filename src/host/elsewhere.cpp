// Sessions that other processes run. What is recorded comes from their logs; what is streamed, and what is said to them,
// goes through the socket in the session's folder (door.h). A peer is believed in what it says of its own session and in
// nothing else; every question to it has a time limit.

#include <boost/json.hpp>

#include "base/try.h"
#include "host_impl.h"
#include "json/bytes.h"
#include "words.h"

namespace host {

using base::Code;

namespace {

/// A verb waits for a moment at which nothing is half done, which may be behind a long command.
constexpr io::Millis k_verb_limit{600'000};
constexpr io::Millis k_look_limit{30'000};
/// A process that was killed is gone from the list of locks a moment after it closed its log.
constexpr io::Millis k_gone_waits[] = {io::Millis(30), io::Millis(300), io::Millis(2000)};

std::vector<std::string> texts(const json::Value* list) {
  std::vector<std::string> out;
  if (const auto* array = json::array_or_null(list))
    for (const auto& one : *array) out.emplace_back(json::string_or(&one));
  return out;
}

std::string text(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }
std::int64_t number(const json::Value& value, std::string_view key) { return json::int_or(json::find(value, key)); }

json::Value to_json(const plumb::Ended& ended) {
  return json::Object{{"end", ended.end},
                      {"status", ended.status},
                      {"reason", ended.reason},
                      {"text", ended.text},
                      {"error", ended.error},
                      {"errorCode", ended.error_code},
                      {"tokensIn", ended.tokens_in},
                      {"tokensCached", ended.tokens_cached},
                      {"tokensOut", ended.tokens_out},
                      {"tokensReasoning", ended.tokens_reasoning},
                      {"costUsd", ended.cost_usd},
                      {"exitCode", ended.exit_code},
                      {"report", ended.report}};
}

plumb::Ended ended_from(const json::Value& value) {
  plumb::Ended out;
  out.end = text(value, "end");
  out.status = text(value, "status");
  out.reason = text(value, "reason");
  out.text = text(value, "text");
  out.error = text(value, "error");
  out.error_code = text(value, "errorCode");
  out.tokens_in = number(value, "tokensIn");
  out.tokens_cached = number(value, "tokensCached");
  out.tokens_out = number(value, "tokensOut");
  out.tokens_reasoning = number(value, "tokensReasoning");
  out.cost_usd = json::double_or(json::find(value, "costUsd"), -1);
  out.exit_code = static_cast<int>(number(value, "exitCode"));
  out.report = text(value, "report");
  return out;
}

RunEnd run_end(plumb::Ended ended) {
  RunEnd end;
  end.report.end = ended.end;
  end.report.status = ended.status;
  end.report.exit_code = ended.exit_code;
  end.elsewhere = std::move(ended);
  return end;
}

RunEnd lost(const std::string& id, const base::Error& error) {
  plumb::Ended ended;
  ended.end = "failed";
  ended.error = error.what + " (" + id + ")";
  ended.error_code = base::name(error.code);
  ended.exit_code = engine::exit_error;
  return run_end(std::move(ended));
}

}  // namespace

// ---- following ----

bool HostImpl::make_follower() {
  if (follower_) return true;
  Follower::Listener listener;
  listener.on_grown = [this](const std::string& id) { on_grown(id); };
  listener.on_closed = [this](const std::string& id) { on_closed(id); };
  listener.on_door = [this](const std::string& id) {
    if (const auto found = sessions_.find(id); found != sessions_.end()) want_live(*found->second);
  };
  listener.on_new = [this](const std::string& id) { on_new(id); };
  listener.on_lost = [this] { on_lost(); };
  auto follower = Follower::open(loop_, dir_of(""), std::move(listener));
  // Without inotify a session is as it was when it was last asked for.
  if (follower) follower_ = *std::move(follower);
  return follower_ != nullptr;
}

void HostImpl::follow(Session& session) {
  if (session.run || !session.is_on_disk || !make_follower()) return;
  (void)follower_->follow(session.id);   // no watches left: as above
}

void HostImpl::on_grown(const std::string& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) {
    if (watchers_.empty()) return;
    if (const auto session = find(id)) tell_fleet(**session);
    return;
  }
  Session& session = *found->second;
  if (session.run) return;
  const auto before = session.fold.last_seq;
  (void)refresh(session);   // the next growth tries again
  if (session.fold.last_seq != before) changed(session);
  if (session.feed && session.writer && !session.peer) want_live(session);
}

void HostImpl::on_closed(const std::string& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second->run) return;
  helpers_.spawn(look_again(id));
}

io::Task<> HostImpl::look_again(std::string id) {
  for (const auto wait : k_gone_waits) {
    const auto slept = co_await io::sleep(wait);
    const auto found = sessions_.find(id);
    if (!slept || found == sessions_.end() || found->second->run) co_return;
    Session& session = *found->second;
    session.writer.reset();
    (void)refresh(session);   // what cannot be read shows when it is asked for
    changed(session);
    if (!session.writer) break;
  }
  forget_if_unused(id);
}

void HostImpl::on_lost() {
  std::vector<std::string> ids;
  for (const auto& [id, session] : sessions_) ids.push_back(id);
  for (const auto& id : ids) on_grown(id);
}

/// The stream of a session that somebody watches.
void HostImpl::want_live(Session& session) {
  if (!session.feed || !session.feed->is_watched() || where(session) != Where::elsewhere) return;
  session.peer->call("_plumb/live", json::Object{}, k_look_limit, [](const base::Result<json::Value>&) {});
}

HostImpl::Where HostImpl::where(Session& session) {
  if (session.run) return Where::here;
  if (!session.is_on_disk) return Where::nowhere;
  session.writer = journal::writer_of(session.dir);
  if (!session.writer) {
    session.peer.reset();
    return Where::nowhere;
  }
  if (session.peer && session.peer->is_open()) return Where::elsewhere;
  Peer::Listener listener;
  listener.on_live = [&session](const plumb::Live& live) {
    session.streamed.live(live);
    if (session.feed) session.feed->live(live);
  };
  listener.on_end = [this, id = session.id] {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return;
    later([this, id] {
      if (const auto again = sessions_.find(id); again != sessions_.end() && again->second->peer && !again->second->peer->is_open())
        again->second->peer.reset();
    });
    on_closed(id);
  };
  session.streamed.clear();   // it tells what there is so far
  auto peer = Peer::connect(loop_, session.dir, std::move(listener));
  session.peer = peer ? *std::move(peer) : nullptr;
  return session.peer ? Where::elsewhere : Where::nowhere;
}

void HostImpl::call(Session& session, const std::string& method, json::Value params, plumb::Done done) {
  session.peer->call(method, std::move(params), k_verb_limit, [done](const base::Result<json::Value>& result) {
    if (!done) return;
    if (result) done({});
    if (!result) done(base::fail(result.error()));
  });
}

base::Result<> HostImpl::prompt_elsewhere(Session& session, Waiting waiting) {
  json::Array images;
  for (const auto& image : waiting.prompt.images) {
    TRY(const auto blob, journal::put_blob(session.dir, image.bytes));
    images.push_back(json::Object{{"mime", image.mime}, {"blob", blob}});
  }
  json::Object params = {{"text", waiting.prompt.text}, {"images", std::move(images)}};
  auto kept = std::make_shared<Waiting>(std::move(waiting));
  auto told = [this, id = session.id, kept](const base::Result<json::Value>& result) {
    if (result) {
      if (kept->on_end) kept->on_end(run_end(ended_from(*result)));
      return;
    }
    // It had ended, or gone, before it heard: the session is ours to run.
    if (const auto code = result.error().code; code == Code::unavailable || code == Code::timeout) {
      later([this, id, kept] {
        const auto again = find(id);
        const auto begun = again ? enqueue(**again, std::move(*kept)) : base::Result<>(base::fail(again.error()));
        if (!begun && kept->on_end) kept->on_end(lost(id, begun.error()));
      });
      return;
    }
    if (kept->on_end) kept->on_end(lost(id, result.error()));
  };
  session.peer->call("_plumb/prompt", std::move(params), io::Millis(0), std::move(told));
  return {};
}

// ---- being spoken to ----

void HostImpl::open_door(Session& session) {
  auto handler = [this, &session](const std::string& method, const json::Value& params, Door::Reply reply) {
    serve(session, method, params, std::move(reply));
  };
  auto door = Door::open(loop_, session.dir, session.streamed, std::move(handler));
  if (door) session.run->door = *std::move(door);
  if (!door) note(session, "notice", json::Object{{"level", "warning"}, {"text", "this session cannot be steered from elsewhere: " + door.error().what}});
}

void HostImpl::serve_prompt(Session& session, const json::Value& params, Door::Reply reply) {
  Waiting waiting;
  waiting.prompt.text = text(params, "text");
  if (const auto* images = json::array_or_null(json::find(params, "images")); images != nullptr && !images->empty())
    waiting.images = json::dump(*images);
  if (waiting.prompt.text.find_first_not_of(" \t\r\n") == std::string::npos && waiting.images.empty())
    return reply(base::fail(Code::invalid, "an empty prompt"));
  waiting.on_end = [reply](const RunEnd& end) { reply(to_json(ended_of(end))); };
  if (const auto queued = enqueue(session, std::move(waiting)); !queued) reply(base::fail(queued.error()));
}

void HostImpl::serve(Session& session, const std::string& method, const json::Value& params, Door::Reply reply) {
  const std::string& id = session.id;
  const plumb::Done done = [reply](const base::Result<>& result) {
    if (result) reply(json::Value(json::Object{}));
    if (!result) reply(base::fail(result.error()));
  };
  if (method == "_plumb/prompt") return serve_prompt(session, params, std::move(reply));
  if (method == "_plumb/steer") return steer(id, text(params, "text"), done);
  if (method == "_plumb/unqueue") return unqueue(id, static_cast<int>(json::int_or(json::find(params, "n"), -1)), done);
  if (method == "_plumb/cancel") return cancel(id, done);
  if (method == "_plumb/rename") return rename(id, text(params, "title"), done);
  if (method == "_plumb/model") return done(set_model(id, text(params, "model"), text(params, "effort")));
  if (method == "_plumb/held")
    return done(set_held(id, text(params, "held") == "keep" ? plumb::Held::keep : plumb::Held::ask));
  if (method == "_plumb/approvals/answer") {
    const auto named = answer_named(text(params, "answer"));
    if (!named) return reply(base::fail(Code::invalid, "answer must be apply, drop or keep"));
    return answer(id, text(params, "step"), *named, texts(json::find(params, "paths")), done);
  }
  if (method == "_plumb/change") {
    const auto named = verb_named(text(params, "verb"));
    if (!named) return reply(base::fail(Code::invalid, "verb must be undo, redo, rewind, apply or drop"));
    return change(id, *named, text(params, "step"), texts(json::find(params, "paths")),
                  [reply](const base::Result<plumb::Changed>& changed) {
                    if (changed) reply(changed_to_json(*changed));
                    if (!changed) reply(base::fail(changed.error()));
                  });
  }
  if (method == "_plumb/steps")
    return steps(id, [reply](const base::Result<std::vector<plumb::Step>>& list) {
      if (list) reply(steps_to_json(*list));
      if (!list) reply(base::fail(list.error()));
    });
  const plumb::Then<std::string> bytes = [reply](const base::Result<std::string>& result) {
    if (!result) return reply(base::fail(result.error()));
    json::Object out;
    json::put_bytes(out, "bytes", *result);
    reply(json::Value(std::move(out)));
  };
  const auto seq = static_cast<std::uint64_t>(std::max<std::int64_t>(0, number(params, "seq")));
  if (method == "_plumb/diff") return diff(id, text(params, "step"), which_named(text(params, "which")), bytes);
  if (method == "_plumb/file") return content_at(id, seq, text(params, "path"), bytes);
  if (method == "_plumb/files")
    return files_at(id, seq, [reply](const base::Result<std::vector<plumb::FileAt>>& list) {
      if (list) reply(files_to_json(*list));
      if (!list) reply(base::fail(list.error()));
    });
  reply(base::fail(Code::unsupported, "no such method: " + method.substr(0, 80)));
}

}  // namespace host

// Prompts and runs. A session of the engine lives from the first prompt of a queue to the end of its last: what waits for
// a next prompt is only the log. The queue is in the log too (prompt.queued, prompt.unqueued), so that who goes on with
// a session whose process was killed goes on with what was asked of it.

#include <sys/stat.h>

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/look.h"
#include "engine/models.h"
#include "host_impl.h"

namespace host {

using base::Code;

namespace {

constexpr std::size_t k_images_max = 20;
constexpr std::size_t k_image_max = std::size_t{5} << 20;
/// Larger than the window of any model.
constexpr std::size_t k_prompt_max = std::size_t{4} << 20;
constexpr std::size_t k_queue_max = 1000;

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

base::Result<> check(const plumb::Prompt& prompt) {
  if (is_blank(prompt.text) && prompt.images.empty()) return base::fail(Code::invalid, "an empty prompt");
  if (prompt.text.size() > k_prompt_max)
    return base::fail(Code::invalid, "a prompt may have " + std::to_string(k_prompt_max >> 20) +
                                         " MiB: leave what is long in a file of the project and name it");
  if (prompt.images.size() > k_images_max)
    return base::fail(Code::invalid, "a prompt may have " + std::to_string(k_images_max) + " images");
  for (const auto& image : prompt.images) {
    if (image.mime != "image/png" && image.mime != "image/jpeg" && image.mime != "image/gif" && image.mime != "image/webp")
      return base::fail(Code::invalid, "an image must be image/png, image/jpeg, image/gif or image/webp, not '" +
                                           image.mime.substr(0, 80) + "'");
    if (image.bytes.size() > k_image_max)
      return base::fail(Code::invalid, "an image may have " + std::to_string(k_image_max >> 20) + " MiB");
  }
  return {};
}

RunEnd not_run(const std::string& id, base::Error error) {
  RunEnd end;
  end.report.session = id;
  end.report.end = error.code == Code::cancelled ? "cancelled" : "failed";
  end.report.error = error.what;
  end.report.error_code = base::name(error.code);
  end.report.exit_code = error.code == Code::cancelled ? engine::exit_interrupted : exit_code_for(error);
  end.not_started = std::move(error);
  return end;
}

base::Error nothing_runs() { return {Code::unsupported, "the session is not at work"}; }

plumb::Live to_public(const engine::Live& live) {
  plumb::Live out;
  switch (live.what) {
    case engine::Live::What::text: out.what = plumb::Live::What::text; break;
    case engine::Live::What::reasoning: out.what = plumb::Live::What::reasoning; break;
    case engine::Live::What::tool_output: out.what = plumb::Live::What::tool_output; break;
    case engine::Live::What::search: break;   // not told
    case engine::Live::What::void_since_retry: out.what = plumb::Live::What::void_since_retry; break;
  }
  out.call = live.call_id;
  out.bytes = live.bytes;
  return out;
}

/// Where the log of a run that is about to be closed ends: each of its lines has a number.
journal::Place end_of(const Session& session) {
  struct stat st {};
  if (::stat(base::join(session.dir, "log.jsonl").c_str(), &st) != 0) return session.place;
  return {static_cast<std::uint64_t>(st.st_size), session.fold.last_seq, session.fold.last_seq};
}

}  // namespace

int exit_code_for(const base::Error& error) {
  switch (error.code) {
    case Code::unauthenticated:
    case Code::unavailable: return engine::exit_model;
    case Code::not_found:
    case Code::invalid:
    case Code::ambiguous:
    case Code::too_big: return engine::exit_usage;
    default: return engine::exit_error;
  }
}

plumb::Ended ended_of(const RunEnd& end) {
  if (end.elsewhere) return *end.elsewhere;
  const auto& report = end.report;
  plumb::Ended out;
  out.end = report.end;
  out.status = report.status;
  out.reason = report.reason;
  out.text = report.text;
  out.error = report.error;
  out.error_code = report.error_code;
  out.tokens_in = report.usage.input;
  out.tokens_cached = report.usage.cached;
  out.tokens_out = report.usage.output;
  out.tokens_reasoning = report.usage.reasoning;
  out.cost_usd = report.cost_usd;
  out.exit_code = report.exit_code;
  out.report = json::dump(engine::to_json(report));
  return out;
}

// ---- prompts ----

base::Result<> HostImpl::prompt(const std::string& id, plumb::Prompt prompt,
                                std::function<void(const plumb::Ended&)> on_end) {
  TRY_DO(host::check(prompt));
  return prompt_with(id, std::move(prompt), [on_end = std::move(on_end)](const RunEnd& end) {
    if (on_end) on_end(ended_of(end));
  });
}

base::Result<> HostImpl::prompt_with(const std::string& id, plumb::Prompt prompt, OnEnd on_end) {
  TRY(auto* const session, find(id));
  session->writer.reset();
  TRY_DO(refresh(*session));
  Waiting waiting;
  waiting.prompt = std::move(prompt);
  waiting.on_end = std::move(on_end);
  if (where(*session) == Where::elsewhere) return prompt_elsewhere(*session, std::move(waiting));
  return enqueue(*session, std::move(waiting));
}

base::Result<> HostImpl::enqueue(Session& session, Waiting waiting) {
  if (closed_) return base::fail(Code::unsupported, "the host is closed");
  if (session.waiting.size() >= k_queue_max)
    return base::fail(Code::invalid, "more than " + std::to_string(k_queue_max) + " prompts wait already");
  TRY(waiting.prompt.text, engine::without_secrets(settings_, waiting.prompt.text));   // typed by hand for once, and shown while it waits
  if (session.run) {
    note_queued(session, waiting);
    session.waiting.push_back(std::move(waiting));
    changed(session);
    return {};
  }
  take_recorded_queue(session);
  session.waiting.push_back(std::move(waiting));
  session.run = std::make_unique<Run>();
  take_next(session);
  session.peer.reset();
  if (follower_) follower_->leave(session.id);   // it tells of itself
  changed(session);
  scope_.spawn(work(session));
  return {};
}

/// What was asked for before the session's process was killed comes first.
void HostImpl::take_recorded_queue(Session& session) {
  for (const auto& queued : session.fold.queue) {
    Waiting waiting;
    waiting.prompt.text = queued.text;
    waiting.n = queued.n;
    waiting.images = queued.images;
    session.waiting.push_back(std::move(waiting));
  }
}

/// Once there is a log.
void HostImpl::note_queued(Session& session, Waiting& waiting) {
  if (waiting.n != 0 || !session.run || !session.run->session) return;
  json::Object payload = {{"n", session.fold.queued_n + 1}, {"text", waiting.prompt.text}};
  json::Array images;
  if (!waiting.images.empty()) {
    if (auto given = json::parse(waiting.images); given && given->is_array()) images = std::move(given->as_array());
  }
  for (const auto& image : waiting.prompt.images)
    if (const auto blob = journal::put_blob(session.dir, image.bytes))
      images.push_back(json::Object{{"mime", image.mime}, {"blob", *blob}});
  if (!images.empty()) payload["images"] = std::move(images);
  if (session.run->session->note("prompt.queued", payload)) waiting.n = session.fold.queued_n;
}

void HostImpl::note(Session& session, std::string_view type, const json::Value& payload) {
  // A log that takes no more lines ends the run by itself, and says why.
  if (session.run && session.run->session) (void)session.run->session->note(type, payload);
}

std::vector<std::string> HostImpl::queued(const std::string& id) {
  std::vector<std::string> out;
  const auto session = find(id);
  if (!session) return out;
  (void)refresh(**session);
  if ((*session)->run) {
    for (const auto& waiting : (*session)->waiting) out.push_back(waiting.prompt.text);
  } else {
    for (const auto& waiting : (*session)->fold.queue) out.push_back(waiting.text);
  }
  return out;
}

void HostImpl::unqueue(const std::string& id, int n, plumb::Done done) {
  const auto found = find(id);
  if (!found) return fail_later(done, found.error());
  Session& session = **found;
  if (where(session) == Where::elsewhere) return call(session, "_plumb/unqueue", json::Object{{"n", n}}, std::move(done));
  if (!session.run) return fail_later(done, nothing_runs());
  auto& waiting = session.waiting;
  if (n >= static_cast<int>(waiting.size()) || n < -1)
    return fail_later(done, {Code::not_found, "there is no queued prompt " + std::to_string(n)});
  std::vector<Waiting> taken;
  if (n == -1) {
    std::move(waiting.begin(), waiting.end(), std::back_inserter(taken));
    waiting.clear();
  } else {
    taken.push_back(std::move(waiting[static_cast<std::size_t>(n)]));
    waiting.erase(waiting.begin() + n);
  }
  for (auto& one : taken) {
    if (one.n != 0) note(session, "prompt.unqueued", json::Object{{"n", one.n}, {"why", "taken back"}});
    if (one.on_end)
      later([id, on_end = std::move(one.on_end)] { on_end(not_run(id, {Code::cancelled, "taken back before it began"})); });
  }
  changed(session);
  if (done) later([done] { done({}); });
}

// ---- runs ----

void HostImpl::on_event(Session& session, const engine::SessionEvent& event) {
  const journal::Event told{event.seq, event.time_ms, event.type, event.payload};
  session.is_on_disk = true;
  journal::fold(session.fold, told);
  session.streamed.event(told);
  if (session.feed) session.feed->event(told);
  changed(session);
  tell_people_of(session, told);
}

bool HostImpl::stop_search() {
  bool any = false;
  for (const auto& [id, session] : sessions_)
    if (session->run && session->run->session) any = session->run->session->stop_search() || any;
  return any;
}

engine::Listener HostImpl::listener_for(Session& session) {
  engine::Listener listener;
  listener.on_event = [this, &session](const engine::SessionEvent& event) {
    on_event(session, event);
    if (printer_.on_event) printer_.on_event(event);
  };
  listener.on_live = [this, &session](const engine::Live& live) {
    if (live.what == engine::Live::What::search) {   // its figures; what it says comes as reasoning
      if (printer_.on_live) printer_.on_live(live);
      return;
    }
    auto piece = to_public(live);
    session.streamed.live(piece);
    if (session.run && session.run->door && session.run->door->has_guests()) session.run->door->live(piece);
    if (session.feed && session.feed->is_watched()) session.feed->live(std::move(piece));
    if (printer_.on_live) printer_.on_live(live);
  };
  return listener;
}

io::Task<base::Result<std::unique_ptr<engine::Session>>> HostImpl::open_session(Session& session, const std::string& task) {
  engine::SessionOptions options;
  if (session.options) {
    options = *session.options;
  } else {
    CO_TRY(options, configured(session.fold.cwd));
  }
  options.cwd = session.fold.cwd;
  if (session.is_on_disk)
    co_return co_await engine::Session::resume(loop_, settings_, std::move(options), session.id, listener_for(session));
  options.id = session.id;
  co_return co_await engine::Session::start(loop_, settings_, std::move(options), task, listener_for(session));
}

base::Result<std::vector<engine::Picture>> HostImpl::pictures_of(const Session& session, Waiting& waiting) {
  std::vector<engine::Picture> out;
  for (auto& image : waiting.prompt.images) out.push_back({std::move(image.mime), std::move(image.bytes)});
  if (waiting.images.empty()) return out;
  TRY(const auto images, json::parse(waiting.images));
  if (const auto* list = json::array_or_null(&images))
    for (const auto& image : *list) {
      TRY(auto bytes, journal::read_blob(session.dir, std::string(json::string_or(json::find(image, "blob")))));
      out.push_back({std::string(json::string_or(json::find(image, "mime"))), std::move(bytes)});
    }
  return out;
}

io::Task<RunEnd> HostImpl::run_one(Session& session, Waiting& waiting) {
  Run& run = *session.run;
  if (run.other_model) run.session.reset();
  run.other_model = false;
  if (!run.session) {
    if (session.is_on_disk) co_await until_free(session);
    auto opening = open_session(session, waiting.prompt.text);
    auto opened = co_await io::cancellable(*run.cancel, std::move(opening));
    if (!opened) co_return not_run(session.id, opened.error());
    run.session = *std::move(opened);
    if (!run.door) open_door(session);
    if (const auto& title = session.fold.title; !title.empty() && session.fold.last_seq <= 2)
      note(session, "session.title", json::Object{{"title", title}});
    for (auto& other : session.waiting) note_queued(session, other);
  }
  if (waiting.n != 0) note(session, "prompt.unqueued", json::Object{{"n", waiting.n}, {"why", "run"}});
  auto pictures = pictures_of(session, waiting);
  if (!pictures) co_return not_run(session.id, pictures.error());
  changed(session);
  RunEnd end;
  auto running = run.session->run(std::move(waiting.prompt.text), *std::move(pictures));
  end.report = co_await io::cancellable(*run.cancel, std::move(running));
  co_return end;
}

/// A process that is about to end has the log for another moment.
static constexpr int k_free_waits = 250;
static constexpr io::Millis k_free_wait{20};

io::Task<> HostImpl::until_free(const Session& session) {
  for (int n = 0; n < k_free_waits && journal::writer_of(session.dir); ++n) {
    const auto slept = co_await io::sleep(k_free_wait);
    if (!slept) co_return;
  }
}

void HostImpl::take_next(Session& session) {
  auto& run = *session.run;
  run.present.reset();
  if (session.waiting.empty()) return;
  run.present = std::move(session.waiting.front());
  session.waiting.pop_front();
}

/// How long the end of a run waits for a guest to read what it asked for.
static constexpr int k_last_words = 30;
static constexpr io::Millis k_last_word{10};

io::Task<> HostImpl::work(Session& session) {
  while (session.changing > 0) co_await woken_.wait();
  auto& run = *session.run;
  while (run.present) {
    if (run.cancel->cancelled()) run.cancel = std::make_unique<io::CancelSource>();
    auto end = co_await run_one(session, *run.present);
    tell_people_of(session, end);
    if (run.present->on_end)
      later([on_end = std::move(run.present->on_end), end = std::move(end)] { on_end(end); });
    take_next(session);
    changed(session);
    if (run.present) continue;
    // Who asked is told before the door closes; and may have asked for more meanwhile.
    auto slept = co_await io::sleep(io::Millis(0));
    for (int n = 0; slept && n < k_last_words && run.door && run.door->has_unsent(); ++n) slept = co_await io::sleep(k_last_word);
    take_next(session);
  }
  if (session.is_on_disk) session.place = end_of(session);
  session.run.reset();
  session.streamed.clear();
  session.writer.reset();
  if (!watchers_.empty() || (session.feed && session.feed->is_watched())) follow(session);
  changed(session);
  woken_.notify();
}

void HostImpl::cancel(const std::string& id, plumb::Done done) {
  const auto session = find(id);
  if (!session) return fail_later(done, session.error());
  if (where(**session) == Where::elsewhere) return call(**session, "_plumb/cancel", json::Object{}, std::move(done));
  if (!(*session)->run) return fail_later(done, nothing_runs());
  (*session)->run->cancel->cancel();
  if (done) later([done] { done({}); });
}

void HostImpl::steer(const std::string& id, std::string text, plumb::Done done) {
  const auto session = find(id);
  if (!session) return fail_later(done, session.error());
  if (where(**session) == Where::elsewhere)
    return call(**session, "_plumb/steer", json::Object{{"text", text}}, std::move(done));
  const auto* const run = (*session)->run.get();
  if (run == nullptr || !run->session) return fail_later(done, nothing_runs());
  const auto said = run->session->steer(std::move(text));
  if (done) later([done, said] { done(said); });
}

base::Result<> HostImpl::check_model(Session& session, const std::string& model) {
  if (model.empty()) return {};
  io::Loop own;   // ours is at work; only a name that nothing else has takes the time of a look at local servers
  const auto checked = own.run(engine::check_model(own, settings_, model, session.fold.cwd));
  const bool is_for_other = !checked && checked.error().code == Code::unauthenticated && where(session) == Where::elsewhere;
  return is_for_other ? base::Result<>() : checked;   // another process may have a key that we have not
}

base::Result<> HostImpl::set_model(const std::string& id, std::string model, std::string effort) {
  TRY(auto* const session, find(id));
  TRY_DO(check_model(*session, model));
  if (where(*session) == Where::elsewhere) {
    call(*session, "_plumb/model", json::Object{{"model", model}, {"effort", effort}}, {});
    return {};
  }
  if (!session->options) {
    TRY(session->options, configured(session->fold.cwd));
  }
  if (!model.empty()) session->options->model = std::move(model);
  if (!effort.empty()) session->options->effort = std::move(effort);
  if (session->run) session->run->other_model = true;
  if (!session->is_on_disk) session->fold.model = session->options->model;
  changed(*session);
  return {};
}

base::Result<std::vector<engine::GivenServer>> to_engine(std::vector<plumb::ToolServer> servers) {
  if (servers.size() > engine::k_given_servers_max)
    return base::fail(Code::invalid, "more than " + std::to_string(engine::k_given_servers_max) + " servers of tools");
  std::vector<engine::GivenServer> out;
  for (auto& one : servers)
    out.push_back({std::move(one.name), std::move(one.argv), std::move(one.url), std::move(one.env), std::move(one.headers)});
  return out;
}

base::Result<> HostImpl::set_servers(const std::string& id, std::vector<plumb::ToolServer> servers) {
  TRY(auto* const session, find(id));
  TRY(auto given, to_engine(std::move(servers)));
  if (where(*session) == Where::elsewhere)
    return base::fail(Code::unsupported, "another process runs this session, with its own servers of tools");
  const bool has_any = session->options && !session->options->servers.empty();
  if (given.empty() && !has_any) return {};
  if (!session->options) {
    TRY(session->options, configured(session->fold.cwd));
  }
  session->options->servers = std::move(given);
  if (session->run) session->run->other_model = true;
  return {};
}

base::Result<> HostImpl::set_held(const std::string& id, plumb::Held held) {
  TRY(auto* const session, find(id));
  if (where(*session) == Where::elsewhere) {
    call(*session, "_plumb/held", json::Object{{"held", held == plumb::Held::ask ? "ask" : "keep"}}, {});
    return {};
  }
  if (!session->options) {
    TRY(session->options, configured(session->fold.cwd));
  }
  session->options->ask_held = held == plumb::Held::ask;
  if (session->run && session->run->session) session->run->session->set_ask_held(session->options->ask_held);
  return {};
}

}  // namespace host

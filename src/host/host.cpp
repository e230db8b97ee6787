// Sessions and their rows. A row is made when somebody names a session, and forgotten when nobody needs it: the log has
// all that is in it, but for what a session that has not begun was created with.

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/helper.h"
#include "engine/records.h"
#include "host_impl.h"
#include "journal/journal.h"
#include "row.h"

namespace plumb {

std::string_view name(State state) {
  switch (state) {
    case State::idle: return "idle";
    case State::running: return "running";
    case State::needs_you: return "needs_you";
    case State::interrupted: return "interrupted";
  }
  return "idle";
}

bool is_helper(int argc, char** argv) { return engine::is_helper(argc, argv); }
int run_helper(int argc, char** argv) { return engine::run_helper(argc, argv); }

Result<std::unique_ptr<Host>> Host::open(HostOptions options) {
  auto env = options.inherit ? base::Env::of_process() : base::Env();
  for (auto& [name, value] : options.env) env.set(name, value);
  TRY(auto settings, engine::load_settings(std::move(env)));
  auto loop = std::make_unique<io::Loop>();
  auto& where = *loop;
  return std::make_unique<host::HostImpl>(std::move(loop), where, std::move(settings));
}

}  // namespace plumb

namespace host {

using base::Code;

std::unique_ptr<Host> make(io::Loop& loop, engine::Settings settings) {
  return std::make_unique<HostImpl>(nullptr, loop, std::move(settings));
}

HostImpl::HostImpl(std::unique_ptr<io::Loop> own, io::Loop& loop, engine::Settings settings)
    : own_loop_(std::move(own)), loop_(loop), settings_(std::move(settings)), woken_(io::executor_of(loop)), scope_(loop),
      notices_(loop), helpers_(loop) {}

HostImpl::~HostImpl() {
  if (own_loop_ && !closed_) loop_.run(close());
  alive_.reset();
  sessions_.clear();
}

// ---- the loop ----

void HostImpl::run() {
  const auto until_stopped = [](HostImpl& self) -> io::Task<> {
    while (!self.stopped_) co_await self.woken_.wait();
    self.stopped_ = false;
  };
  loop_.run(until_stopped(*this));
}

void HostImpl::stop() {
  loop_.post([this, alive = std::weak_ptr<char>(alive_)] {
    if (alive.expired()) return;
    stopped_ = true;
    woken_.notify();
  });
}

void HostImpl::post(std::function<void()> f) { loop_.post(std::move(f)); }

void HostImpl::later(std::function<void()> f) {
  loop_.post([alive = std::weak_ptr<char>(alive_), f = std::move(f)] {
    if (!alive.expired()) f();
  });
}

void HostImpl::fail_later(const plumb::Done& done, base::Error error) {
  if (!done) return;
  later([done, error = std::move(error)] { done(base::fail(error)); });
}

/// A run that was cancelled ends within a second; a check that does not listen is killed by its box.
static constexpr io::Millis k_close_limit{10000};

io::Task<> HostImpl::close() {
  closed_ = true;
  helpers_.cancel();
  follower_.reset();
  for (auto& [id, session] : sessions_) {
    session->waiting.clear();   // they are in the log
    if (session->run) session->run->cancel->cancel();
  }
  const auto all = [](HostImpl& self) -> io::Task<base::Result<>> {
    co_await self.scope_.wait();
    co_return base::Result<>();
  };
  const auto in_time = co_await io::within(k_close_limit, "ending the sessions", all(*this));
  (void)in_time;   // those that are late were cancelled, and awaited all the same
  co_await notices_.wait();
  helpers_.cancel();
  co_await helpers_.wait();
}

// ---- rows ----

std::string HostImpl::dir_of(const std::string& id) const {
  return base::join(base::join(settings_.places.state, "sessions"), id);
}

base::Result<engine::SessionOptions> HostImpl::configured(const std::string& cwd) const {
  engine::SessionOptions options;
  TRY(const auto settings, engine::with_project(settings_, cwd));
  options.effort = settings.effort;
  options.turns_max = settings.max_turns.value_or(options.turns_max);
  options.budget_usd = settings.max_budget_usd.value_or(-1);
  options.tokens_max = settings.max_tokens.value_or(-1);
  return options;
}

base::Result<std::string> HostImpl::create(plumb::NewSession wanted) {
  TRY(auto options, configured(wanted.cwd));
  options.cwd = std::move(wanted.cwd);
  options.model = std::move(wanted.model);
  if (!wanted.effort.empty()) options.effort = std::move(wanted.effort);
  if (!options.effort.empty() && options.effort != "low" && options.effort != "medium" && options.effort != "high")
    return base::fail(Code::invalid, "effort must be low, medium or high, not '" + options.effort + "'");
  options.check = std::move(wanted.check);
  options.verify = wanted.verify;
  if (wanted.turns_max < 0 || wanted.tokens_max < 0)
    return base::fail(Code::invalid, "limits of turns and tokens are positive numbers");
  if (wanted.turns_max > 0) options.turns_max = wanted.turns_max;
  if (wanted.tokens_max > 0) options.tokens_max = wanted.tokens_max;
  if (wanted.budget_usd >= 0) options.budget_usd = wanted.budget_usd;
  options.ask_held = wanted.held == plumb::Held::ask;
  TRY(options.servers, to_engine(std::move(wanted.servers)));
  return create_with(std::move(options));
}

base::Result<std::string> HostImpl::create_with(engine::SessionOptions options) {
  if (!options.cwd.starts_with('/'))
    return base::fail(Code::invalid, "the folder of a session must be an absolute path, not '" + options.cwd + "'");
  if (!base::is_dir(options.cwd)) return base::fail(Code::not_found, "no such folder: " + options.cwd);
  options.cwd = base::normalize(options.cwd);
  options.id = base::new_id();
  auto session = std::make_unique<Session>();
  session->id = options.id;
  session->dir = dir_of(options.id);
  session->fold.id = options.id;
  session->fold.cwd = options.cwd;
  session->fold.model = options.model;
  session->fold.started_ms = session->fold.updated_ms = base::now_ms();
  session->options = std::move(options);
  auto& row = *session;
  sessions_[row.id] = std::move(session);
  changed(row);
  return row.id;
}

base::Result<std::string> HostImpl::resumable(const std::string& name, const std::string& cwd) {
  TRY(const auto dir, journal::find_session(settings_.places.state, name, cwd, journal::Last::with_model));
  TRY_DO(engine::check_goes_on(dir));
  return std::string(base::file_name(dir));
}

io::Task<> HostImpl::idle(std::string id) {
  for (;;) {
    const auto found = sessions_.find(id);
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled || found == sessions_.end() || !found->second->run) co_return;
    co_await woken_.wait();
  }
}

base::Result<> HostImpl::set_options(const std::string& id, engine::SessionOptions options) {
  TRY(auto* const session, find(id));
  options.cwd = session->fold.cwd;
  options.id = id;
  session->options = std::move(options);
  return {};
}

static bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
}

base::Result<Session*> HostImpl::find(const std::string& id) {
  if (const auto known = sessions_.find(id); known != sessions_.end()) return known->second.get();
  const std::string dir = is_id(id) ? dir_of(id) : std::string();
  if (dir.empty() || !base::exists(base::join(dir, "log.jsonl")))
    return base::fail(Code::not_found, "there is no session " + id.substr(0, 100));
  auto session = std::make_unique<Session>();
  session->id = session->fold.id = id;
  session->dir = dir;
  session->is_on_disk = true;
  TRY_DO(refresh(*session));
  auto* const row = session.get();
  sessions_[id] = std::move(session);
  return row;
}

/// What others wrote meanwhile. Not of a session that runs here: that one tells of itself.
base::Result<> HostImpl::refresh(Session& session) {
  if (session.run || !session.is_on_disk) return {};
  const auto take = [&](journal::Event& event) {
    if (event.seq <= session.fold.last_seq) return true;   // told by our own run
    journal::fold(session.fold, event);
    session.streamed.event(event);
    if (session.feed) session.feed->event(event);
    return true;
  };
  TRY_DO(journal::read_on(session.dir, session.place, take));
  if (session.fold.status == "running" && !session.writer) session.writer = journal::writer_of(session.dir);
  return {};
}

/// A row that the log can give back at any time.
void HostImpl::forget_if_unused(const std::string& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  const Session& session = *found->second;
  if (session.feed && session.feed->is_watched()) return;
  if (!watchers_.empty() && session.fold.status == "running" && session.writer) return;   // it goes on
  if (watchers_.empty() && follower_ && !session.run) follower_->leave(id);
  if (!session.is_ours() && session.changing == 0 && session.waiting.empty()) sessions_.erase(found);
}

Feed& HostImpl::feed_of(Session& session) {
  if (!session.feed) session.feed = std::make_unique<Feed>(loop_, session.dir, session.streamed, [&session] { return session.info(); });
  return *session.feed;
}

void HostImpl::changed(Session& session) {
  if (session.feed) session.feed->changed();
  tell_fleet(session);
}

plumb::Subscription HostImpl::observe(const std::string& id, std::uint64_t from, plumb::Observer observer) {
  const auto session = find(id);
  if (!session) return {};
  follow(**session);
  (*session)->writer.reset();
  (void)refresh(**session);   // what cannot be read is told by nobody
  const auto n = feed_of(**session).add(from, std::move(observer));
  if ((*session)->writer) want_live(**session);
  return plumb::Subscription([this, id, n, alive = std::weak_ptr<char>(alive_)] {
    if (alive.expired()) return;
    const auto found = sessions_.find(id);
    if (found == sessions_.end() || !found->second->feed) return;
    found->second->feed->remove(n);
    if (!found->second->feed->is_watched()) found->second->peer.reset();
    later([this, id] { forget_if_unused(id); });
  });
}

base::Result<plumb::SessionInfo> HostImpl::info(const std::string& name, const std::string& cwd) {
  std::string id = name;
  if (!sessions_.contains(name)) {
    TRY(const auto dir, journal::find_session(settings_.places.state, name, cwd));
    id = base::file_name(dir);
  }
  TRY(auto* const session, find(id));
  session->writer.reset();
  TRY_DO(refresh(*session));
  auto row = session->info();
  forget_if_unused(id);
  return row;
}

}  // namespace host

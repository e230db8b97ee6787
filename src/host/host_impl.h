#pragma once
// The Host from the inside. host.cpp: sessions and rows; work.cpp: prompts, runs and what is said to them; verbs.cpp:
// what is done to a record; notices.cpp: telling people; look.cpp: what can be read from it; by_hand.cpp: a project without
// a session; elsewhere.cpp: sessions that other processes run, and how those speak to ours; fleet.cpp: who is told of all
// sessions.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "follower.h"
#include "engine/notify.h"
#include "host/host.h"
#include "io/event.h"
#include "session.h"

namespace workspace {
class Workspace;
}

namespace host {

class HostImpl final : public Host {
 public:
  HostImpl(std::unique_ptr<io::Loop> own, io::Loop& loop, engine::Settings settings);
  ~HostImpl() override;

  void run() override;
  void stop() override;
  void post(std::function<void()> f) override;

  base::Result<std::string> create(plumb::NewSession options) override;
  base::Result<> prompt(const std::string& id, plumb::Prompt prompt, std::function<void(const plumb::Ended&)> on_end) override;
  void steer(const std::string& id, std::string text, plumb::Done done) override;
  void unqueue(const std::string& id, int n, plumb::Done done) override;
  std::vector<std::string> queued(const std::string& id) override;
  void cancel(const std::string& id, plumb::Done done) override;
  void answer(const std::string& id, std::string step, plumb::Answer answer, std::vector<std::string> paths,
              plumb::Done done) override;
  void change(const std::string& id, plumb::Verb verb, std::string step, std::vector<std::string> paths,
              plumb::Then<plumb::Changed> done) override;
  base::Result<std::string> fork(const std::string& id, std::uint64_t upto) override;
  void rename(const std::string& id, std::string title, plumb::Done done) override;
  base::Result<> set_model(const std::string& id, std::string model, std::string effort) override;
  base::Result<> set_held(const std::string& id, plumb::Held held) override;
  base::Result<> set_servers(const std::string& id, std::vector<plumb::ToolServer> servers) override;

  base::Result<std::vector<plumb::SessionInfo>> list(const std::string& cwd, const std::string& query,
                                                     std::size_t limit) override;
  base::Result<std::vector<plumb::SessionInfo>> attempts(const std::vector<std::string>& ids) override;
  base::Result<plumb::SessionInfo> info(const std::string& name, const std::string& cwd) override;
  base::Result<std::vector<plumb::Event>> events(const std::string& id, std::uint64_t from, std::size_t limit) override;
  base::Result<plumb::Record> record(const std::string& id) override;
  base::Result<std::string> markdown(const std::string& id) override;
  base::Result<std::string> blob(const std::string& id, const std::string& name) override;
  base::Result<std::vector<plumb::Usage>> usage(int days) override;
  void steps(const std::string& id, plumb::Then<std::vector<plumb::Step>> then) override;
  using plumb::Host::diff;
  void diff(const std::string& id, const std::string& step, plumb::Which which, plumb::Then<std::string> then) override;
  void files_at(const std::string& id, std::uint64_t seq, plumb::Then<std::vector<plumb::FileAt>> then) override;
  void content_at(const std::string& id, std::uint64_t seq, const std::string& path, plumb::Then<std::string> then) override;
  std::vector<plumb::Model> models() override;
  std::vector<plumb::Command> commands(const std::string& cwd) override;
  plumb::Subscription check(plumb::CheckOptions options, plumb::Then<plumb::Checked> then) override;
  void search(plumb::SearchOptions options, plumb::Then<plumb::Found> then) override;
  plumb::Subscription observe(const std::string& id, std::uint64_t from, plumb::Observer observer) override;
  plumb::Subscription watch(std::function<void(const plumb::SessionInfo&)> changed) override;

  base::Result<std::string> create_with(engine::SessionOptions options) override;
  base::Result<std::string> resumable(const std::string& name, const std::string& cwd) override;
  io::Task<> idle(std::string id) override;
  bool stop_search() override;
  base::Result<> set_options(const std::string& id, engine::SessionOptions options) override;
  base::Result<> prompt_with(const std::string& id, plumb::Prompt prompt, OnEnd on_end) override;
  void listen(engine::Listener listener) override { printer_ = std::move(listener); }
  base::Result<> notify_people(engine::NotifySink sink) override;
  io::Task<> close() override;
  const engine::Settings& settings() const override { return settings_; }

 private:
  // ---- rows ----
  [[nodiscard]] std::string dir_of(const std::string& id) const;
  /// Those of the configuration, for work at `cwd`. Fails as engine::with_project.
  [[nodiscard]] base::Result<engine::SessionOptions> configured(const std::string& cwd) const;
  /// The row of a session that is known here or recorded. Fails with not_found, io.
  base::Result<Session*> find(const std::string& id);
  base::Result<> refresh(Session& session);
  base::Result<plumb::SessionInfo> row_now(const journal::Summary& summary);
  void forget_if_unused(const std::string& id);
  void changed(Session& session);
  Feed& feed_of(Session& session);
  /// Calls `f` from the loop, unless the Host is gone by then.
  void later(std::function<void()> f);
  void fail_later(const plumb::Done& done, base::Error error);

  io::Task<> check_now(plumb::CheckOptions asked, std::shared_ptr<io::CancelSource> cancel, plumb::Then<plumb::Checked> then);
  io::Task<> search_now(plumb::SearchOptions asked, plumb::Then<plumb::Found> then);

  base::Result<> check_model(Session& session, const std::string& model);
  void tell_fleet(Session& session);
  void tell(const std::string& id);
  io::Task<> tell_soon();

  // ---- what other processes run ----
  enum class Where { here, elsewhere, nowhere };   ///< nowhere: it does not run, or its process cannot be reached
  Where where(Session& session);
  void follow(Session& session);
  bool make_follower();
  void on_grown(const std::string& id);
  void on_closed(const std::string& id);
  void on_new(const std::string& id);
  void on_lost();
  io::Task<> look_again(std::string id);
  void want_live(Session& session);
  void call(Session& session, const std::string& method, json::Value params, plumb::Done done);
  base::Result<> prompt_elsewhere(Session& session, Waiting waiting);
  void open_door(Session& session);
  void serve(Session& session, const std::string& method, const json::Value& params, Door::Reply reply);
  void serve_prompt(Session& session, const json::Value& params, Door::Reply reply);

  // ---- runs ----
  base::Result<> enqueue(Session& session, Waiting waiting);
  void take_recorded_queue(Session& session);
  static void take_next(Session& session);
  io::Task<> work(Session& session);
  io::Task<> until_free(const Session& session);
  io::Task<RunEnd> run_one(Session& session, Waiting& waiting);
  io::Task<base::Result<std::unique_ptr<engine::Session>>> open_session(Session& session, const std::string& task);
  base::Result<std::vector<engine::Picture>> pictures_of(const Session& session, Waiting& waiting);
  engine::Listener listener_for(Session& session);
  void on_event(Session& session, const engine::SessionEvent& event);
  void note_queued(Session& session, Waiting& waiting);
  void tell_people(const Session& session, engine::Notification what);
  void tell_people_of(const Session& session, const journal::Event& event);
  void tell_people_of(const Session& session, const RunEnd& end);
  void note(Session& session, std::string_view type, const json::Value& payload);

  /// Work on the pool, then `then` on the loop; a session whose record it touches begins no run meanwhile.
  template <class T>
  void aside(Session& session, std::function<base::Result<T>()> work, plumb::Then<T> then);
  template <class T>
  io::Task<> look_here(Session& session, std::function<base::Result<T>(const workspace::Workspace&)> look, plumb::Then<T> then);
  /// `look` at what the session did, wherever that can be looked at: here while it runs, else on the pool.
  template <class T>
  void look(Session& session, std::function<base::Result<T>(const workspace::Workspace&)> look, plumb::Then<T> then);
  template <class T>
  io::Task<> work_aside(Session& session, std::function<base::Result<T>()> work, plumb::Then<T> then);

  std::unique_ptr<io::Loop> own_loop_;
  io::Loop& loop_;
  engine::Settings settings_;
  std::unordered_map<std::string, std::unique_ptr<Session>> sessions_;
  engine::Listener printer_;
  io::Event woken_;            ///< of run(), and of runs that wait for a change of their record
  bool stopped_ = false, closed_ = false;
  std::unique_ptr<Follower> follower_;
  bool tells_soon_ = false;
  std::uint64_t watchers_n_ = 0;
  std::map<std::uint64_t, std::function<void(const plumb::SessionInfo&)>> watchers_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
  io::Scope scope_;            ///< runs, and work on records
  std::optional<engine::NotifySettings> notify_;   ///< nothing = nobody is told
  engine::NotifySink notify_sink_;
  io::Scope notices_;          ///< on their way
  io::Scope helpers_;          ///< what only waits to look again. Last, all three: their tasks use all of the above
};

// ---- between the library's words and the engine's ----
plumb::Changed to_public(const engine::Undone& undone);
engine::Verb to_engine(plumb::Verb verb);
/// Fails with invalid (too many).
base::Result<std::vector<engine::GivenServer>> to_engine(std::vector<plumb::ToolServer> servers);

}  // namespace host

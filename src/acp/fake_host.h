#pragma once
// A host in memory, for tests: sessions are lists of events that the test writes. Nothing happens but in pump().

#include <algorithm>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plumb/host.h"

namespace acp {

class FakeHost final : public plumb::Host {
 public:
  struct Session {
    plumb::SessionInfo info;
    plumb::NewSession options;
    std::vector<plumb::Event> events;
    std::deque<plumb::Prompt> waiting;
    std::deque<std::function<void(const plumb::Ended&)>> ends;   ///< of the running prompt, then of those that wait
    std::vector<plumb::Step> steps;
    std::map<std::string, std::string> diffs;      ///< by step
    std::map<std::string, std::string> contents;   ///< by path
  };
  std::map<std::string, Session> sessions;
  std::vector<plumb::Model> known_models = {{"builtin", "repairs without a model", true, false}, {"scripted/one", "for tests", true, true}, {"far/away", "no key", false, true}};
  std::vector<plumb::Command> known_commands;
  std::map<std::string, std::string> blobs;
  std::map<std::string, std::vector<plumb::ToolServer>> servers;   ///< by session, as set_servers had them
  std::vector<std::string> log;                    ///< what was called, "steer S1 text"
  std::vector<plumb::Prompt> prompts;              ///< as given
  plumb::Changed changed{{"a.py"}, {}};
  plumb::Result<plumb::Checked> check_result = plumb::Checked{0, R"({"exit_code":0,"checks":[]})"};
  plumb::Result<plumb::Found> search_result = plumb::Found{{{"a.py", 3, "x = 1"}}, 2, false};

  // ---- what the test does
  void pump() {
    for (int i = 0; i < 100'000 && !posted_.empty(); ++i) {
      const auto f = std::move(posted_.front());
      posted_.pop_front();
      f();
    }
  }
  void event(const std::string& id, std::string type, std::string payload) {
    auto& session = sessions[id];
    session.events.push_back({session.events.size() + 1, 1'790'000'000'000, std::move(type), std::move(payload)});
    session.info.last_seq = session.events.size();
    each(id, [event = session.events.back()](const plumb::Observer& one) { one.on_event(event); });
  }
  void live(const std::string& id, plumb::Live::What what, std::string bytes, std::string call = {}) {
    each(id, [live = plumb::Live{what, std::move(call), std::move(bytes)}](const plumb::Observer& one) { one.on_live(live); });
  }
  void state(const std::string& id, plumb::State state) {
    sessions[id].info.state = state;
    tell(id);
  }
  void tell(const std::string& id) {
    each(id, [info = sessions[id].info](const plumb::Observer& one) { one.on_state(info); });
    for (const auto& [key, f] : watchers_) post([f = f, info = sessions[id].info] { f(info); });
  }
  void end(const std::string& id, plumb::Ended ended) {
    auto& session = sessions[id];
    if (session.ends.empty()) return;
    const auto f = std::move(session.ends.front());
    session.ends.pop_front();
    if (session.waiting.empty()) {
      session.info.state = plumb::State::idle;
    } else {
      event(id, "user.message", user(session.waiting.front()));
      session.waiting.pop_front();
      session.info.queued = session.waiting.size();
    }
    tell(id);
    post([f, ended = std::move(ended)] { f(ended); });
  }
  std::string add(const std::string& cwd) {
    const auto id = "S" + std::to_string(sessions.size() + 1);
    auto& info = sessions[id].info;
    info.id = id;
    info.cwd = cwd;
    info.started_ms = info.updated_ms = 1'790'000'000'000 + static_cast<std::int64_t>(sessions.size());
    return id;
  }

  // ---- the interface
  void run() override { pump(); }
  void stop() override { log.emplace_back("stop"); }
  void post(std::function<void()> f) override { posted_.push_back(std::move(f)); }
  plumb::Result<std::string> create(plumb::NewSession options) override {
    if (options.cwd == "/missing") return base::fail(base::Code::not_found, "no such folder: /missing");
    const auto id = add(options.cwd);
    sessions[id].options = std::move(options);
    return id;
  }
  plumb::Result<> prompt(const std::string& id, plumb::Prompt prompt, std::function<void(const plumb::Ended&)> on_end) override {
    const auto found = sessions.find(id);
    if (found == sessions.end()) return base::fail(base::Code::not_found, "no such session: " + id);
    prompts.push_back(prompt);
    auto& session = found->second;
    session.ends.push_back(std::move(on_end));
    if (session.info.state == plumb::State::running) {
      session.waiting.push_back(std::move(prompt));
      session.info.queued = session.waiting.size();
      return {};
    }
    session.info.state = plumb::State::running;
    event(id, "user.message", user(prompt));
    tell(id);
    return {};
  }
  void steer(const std::string& id, std::string text, plumb::Done done) override { called("steer " + id + " " + text, done); }
  void unqueue(const std::string& id, int n, plumb::Done done) override {
    auto& session = sessions[id];
    for (std::size_t i = session.waiting.size(); i-- > 0;) {
      if (n >= 0 && i != static_cast<std::size_t>(n)) continue;
      session.waiting.erase(session.waiting.begin() + static_cast<std::ptrdiff_t>(i));
      const auto f = std::move(session.ends[i + 1]);
      session.ends.erase(session.ends.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      plumb::Ended ended;
      ended.end = "cancelled";
      post([f, ended] { f(ended); });
    }
    called("unqueue " + id + " " + std::to_string(n), done);
  }
  std::vector<std::string> queued(const std::string& id) override {
    std::vector<std::string> out;
    for (const auto& prompt : sessions[id].waiting) out.push_back(prompt.text);
    return out;
  }
  void cancel(const std::string& id, plumb::Done done) override {
    called("cancel " + id, done);
    plumb::Ended ended;
    ended.end = "cancelled";
    if (sessions[id].info.state != plumb::State::idle) end(id, ended);
  }
  void answer(const std::string& id, std::string step, plumb::Answer answer, std::vector<std::string> paths, plumb::Done done) override {
    const char* word = answer == plumb::Answer::apply ? "apply" : answer == plumb::Answer::drop ? "drop" : "keep";
    called("answer " + id + " " + step + " " + word + " " + std::to_string(paths.size()), done);
    event(id, "approval.answered", R"({"step":")" + step + R"(","answer":")" + word + R"(","paths":[]})");
    state(id, plumb::State::running);
  }
  void change(const std::string& id, plumb::Verb verb, std::string step, std::vector<std::string>, plumb::Then<plumb::Changed> done) override {
    log.push_back("change " + id + " " + std::to_string(static_cast<int>(verb)) + " " + step);
    post([done = std::move(done), this, step] {
      if (step == "nosuch") done(base::fail(base::Code::not_found, "the session has no step 'nosuch'"));
      else done(changed);
    });
  }
  plumb::Result<std::string> fork(const std::string& id, std::uint64_t upto) override {
    if (!sessions.contains(id)) return base::fail(base::Code::not_found, "no such session: " + id);
    log.push_back("fork " + id + " " + std::to_string(upto));
    const auto events = sessions[id].events;
    const auto made = add(sessions[id].info.cwd);
    sessions[made].events = events;
    sessions[made].info.last_seq = events.size();
    return made;
  }
  void rename(const std::string& id, std::string title, plumb::Done done) override {
    sessions[id].info.title = title;
    called("rename " + id + " " + title, done);
    tell(id);
  }
  plumb::Result<> set_model(const std::string& id, std::string model, std::string effort) override {
    if (model == "no/such") return base::fail(base::Code::not_found, "no such model: no/such");
    log.push_back("set_model " + id + " " + model + " " + effort);
    return {};
  }
  plumb::Result<> set_servers(const std::string& id, std::vector<plumb::ToolServer> given) override {
    servers[id] = std::move(given);
    return {};
  }
  plumb::Result<> set_held(const std::string& id, plumb::Held held) override {
    log.push_back("set_held " + id + (held == plumb::Held::ask ? " ask" : " keep"));
    return {};
  }
  plumb::Result<std::vector<plumb::SessionInfo>> list(const std::string& cwd, const std::string&, std::size_t limit) override {
    std::vector<plumb::SessionInfo> out;
    for (const auto& [id, session] : sessions)
      if (cwd.empty() || session.info.cwd == cwd) out.push_back(session.info);
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.updated_ms > b.updated_ms; });
    if (out.size() > limit) out.resize(limit);
    return out;
  }
  plumb::Result<plumb::SessionInfo> info(const std::string& name, const std::string&) override {
    const auto found = sessions.find(name);
    if (found == sessions.end()) return base::fail(base::Code::not_found, "no such session: " + name);
    return found->second.info;
  }
  plumb::Result<std::vector<plumb::Event>> events(const std::string& id, std::uint64_t from, std::size_t limit) override {
    if (!sessions.contains(id)) return base::fail(base::Code::not_found, "no such session: " + id);
    std::vector<plumb::Event> out;
    for (const auto& event : sessions[id].events)
      if (event.seq >= from && out.size() < limit) out.push_back(event);
    return out;
  }
  plumb::Result<std::vector<plumb::SessionInfo>> attempts(const std::vector<std::string>& ids) override {
    std::vector<plumb::SessionInfo> out;
    for (const auto& [key, session] : sessions)
      if (std::find(ids.begin(), ids.end(), session.info.parent) != ids.end()) out.push_back(session.info);
    return out;
  }
  plumb::Result<plumb::Record> record(const std::string& id) override {
    const auto found = sessions.find(id);
    if (found == sessions.end()) return base::fail(base::Code::not_found, "no such session: " + id);
    return plumb::Record{found->second.events, ""};
  }
  plumb::Result<std::string> markdown(const std::string& id) override { return "# " + id + "\n"; }
  plumb::Result<std::string> blob(const std::string&, const std::string& name) override {
    const auto found = blobs.find(name);
    if (found == blobs.end()) return base::fail(base::Code::not_found, "no such blob: " + name);
    return found->second;
  }
  plumb::Result<std::vector<plumb::Usage>> usage(int) override {
    return std::vector<plumb::Usage>{{"2026-11-30", "scripted/one", "/p", 2, 100, 50, 10, 0.5}};
  }
  void steps(const std::string& id, plumb::Then<std::vector<plumb::Step>> then) override {
    post([then = std::move(then), steps = sessions[id].steps] { then(steps); });
  }
  using plumb::Host::diff;
  void diff(const std::string& id, const std::string& step, plumb::Which, plumb::Then<std::string> then) override {
    post([then = std::move(then), this, id, step] {
      const auto& all = sessions[id].diffs;
      if (const auto found = all.find(step); found != all.end()) then(found->second);
      else then(base::fail(base::Code::not_found, "the session has no step '" + step + "'"));
    });
  }
  void files_at(const std::string& id, std::uint64_t, plumb::Then<std::vector<plumb::FileAt>> then) override {
    post([then = std::move(then), this, id] {
      std::vector<plumb::FileAt> out;
      for (const auto& [path, text] : sessions[id].contents) out.push_back({path, true, text.size(), "s1"});
      then(out);
    });
  }
  void content_at(const std::string& id, std::uint64_t, const std::string& path, plumb::Then<std::string> then) override {
    post([then = std::move(then), this, id, path] {
      const auto& all = sessions[id].contents;
      if (const auto found = all.find(path); found != all.end()) then(found->second);
      else then(base::fail(base::Code::not_found, "no such file: " + path));
    });
  }
  std::vector<plumb::Command> commands(const std::string&) override { return known_commands; }
  std::vector<plumb::Model> models() override { return known_models; }
  plumb::Subscription check(plumb::CheckOptions options, plumb::Then<plumb::Checked> then) override {
    log.push_back("check " + options.cwd + " " + options.command);
    if (options.on_start) post([f = options.on_start] { f("make test", ""); });
    const auto key = ++last_key_;
    checks_[key] = then;
    post([this, key] {
      const auto found = checks_.find(key);
      if (found == checks_.end()) return;
      const auto f = std::move(found->second);
      checks_.erase(found);
      f(check_result);
    });
    return plumb::Subscription([this, key] {
      const auto found = checks_.find(key);
      if (found == checks_.end()) return;
      post([f = std::move(found->second)] { f(base::fail(base::Code::cancelled, "cancelled")); });
      checks_.erase(found);
    });
  }
  void search(plumb::SearchOptions options, plumb::Then<plumb::Found> then) override {
    log.push_back("search " + options.cwd + " " + options.pattern);
    post([then = std::move(then), this] { then(search_result); });
  }
  plumb::Subscription observe(const std::string& id, std::uint64_t from, plumb::Observer observer) override {
    const auto key = ++last_key_;
    observers_[key] = {id, std::move(observer)};
    for (const auto& event : sessions[id].events)
      if (event.seq >= from) post([this, key, event] { if (observers_.contains(key)) observers_[key].second.on_event(event); });
    post([this, key, id] { if (observers_.contains(key)) observers_[key].second.on_state(sessions[id].info); });
    return plumb::Subscription([this, key] { observers_.erase(key); });
  }
  plumb::Subscription watch(std::function<void(const plumb::SessionInfo&)> changed_row) override {
    const auto key = ++last_key_;
    watchers_[key] = std::move(changed_row);
    return plumb::Subscription([this, key] { watchers_.erase(key); });
  }
  [[nodiscard]] std::size_t observing() const { return observers_.size(); }

 private:
  static std::string user(const plumb::Prompt& prompt) {
    std::string text;
    for (const char c : prompt.text) {
      if (c == '"' || c == '\\') text += '\\';
      if (c == '\n') text += "\\n";
      else text += c;
    }
    return R"({"text":")" + text + "\"}";
  }
  template <class F>
  void each(const std::string& id, F f) {
    for (const auto& [key, one] : observers_)
      if (one.first == id) post([this, key = key, f] { if (observers_.contains(key)) f(observers_[key].second); });
  }
  void called(std::string what, plumb::Done& done) {
    log.push_back(std::move(what));
    post([done = std::move(done)] { done({}); });
  }

  std::deque<std::function<void()>> posted_;
  std::map<int, std::pair<std::string, plumb::Observer>> observers_;
  std::map<int, std::function<void(const plumb::SessionInfo&)>> watchers_;
  std::map<int, plumb::Then<plumb::Checked>> checks_;
  int last_key_ = 0;
};

}  // namespace acp

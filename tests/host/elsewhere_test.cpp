// Sessions that other plumb processes run: seen, steered, stopped, taken over; and peers that lie.

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <csignal>
#include <cstring>
#include <thread>

#include "journal/journal.h"
#include "world.h"

using namespace host_test;

namespace {

using ElsewhereTest = World;

/// A session that this very process writes, with nobody behind its socket but the test.
struct Lying {
  explicit Lying(const std::string& dir) : journal(journal::Journal::create(dir).value()) {
    EXPECT_TRUE(journal->append("session.started", json::Object{{"id", "01LYING"}, {"cwd", "/"}, {"task", "lie"}}));
    EXPECT_TRUE(journal->append("user.message", json::Object{{"text", "lie"}}));
    listener.reset(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{AF_UNIX, {}};
    const std::string path = dir + "/live.sock";
    std::memcpy(address.sun_path, path.data(), path.size());
    EXPECT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener.get(), 4), 0);
  }
  std::unique_ptr<journal::Journal> journal;
  base::Fd listener;
};

}  // namespace

TEST_F(ElsewhereTest, ARunInATerminalIsWatchedAndSteered) {
  script(R"({"turns": [
    {"text": "I look.", "tool_calls": [{"name": "shell", "arguments": {"command": "echo from-the-shell; sleep 6"}}]},
    {"expect": {"contains": ["rather quickly"]}, "text": "Quickly done."}]})");
  const auto host = open();
  std::string id;
  const auto fleet = host->watch([&](const plumb::SessionInfo& row) { id = row.id; });
  const auto program = plumb_run({"run", "look around"});
  ASSERT_TRUE(until(*host, [&] { return !id.empty(); }));
  Seen seen;
  const auto watching = host->observe(id, 1, seen.observer());
  ASSERT_TRUE(until(*host, [&] { return seen.has("tool.call"); }));
  EXPECT_EQ(seen.rows.back().state, plumb::State::running);
  EXPECT_EQ(seen.rows.back().process, program->pid());
  EXPECT_FALSE(seen.rows.back().here);
  // Who comes in the middle of a command sees what it has printed so far: in this process, and in another one.
  ASSERT_TRUE(until(*host, [&] { return seen.output == "from-the-shell\n"; }));
  Seen late, late_elsewhere;
  const auto again = host->observe(id, 1, late.observer());
  EXPECT_TRUE(until(*host, [&] { return late.output == "from-the-shell\n"; }));
  const auto other = open();
  const auto from_there = other->observe(id, 1, late_elsewhere.observer());
  EXPECT_TRUE(until(*other, [&] { return late_elsewhere.output == "from-the-shell\n"; }));
  EXPECT_FALSE(late.has("tool.result"));
  bool is_said = false;
  host->steer(id, "rather quickly", [&](const base::Result<>& done) {
    is_said = true;
    EXPECT_TRUE(done) << done.error().what;
  });
  ASSERT_TRUE(until(*host, [&] { return seen.has("session.ended") && seen.state() == plumb::State::idle; }));
  EXPECT_TRUE(is_said);
  EXPECT_EQ(program->wait(), 0);
  EXPECT_TRUE(seen.is_whole(1));
  EXPECT_TRUE(seen.has("model.answer", "Quickly done."));
  EXPECT_NE(seen.text.find("Quickly done."), std::string::npos);   // streamed, from the other process
  EXPECT_TRUE(server_->failures().empty());
  EXPECT_FALSE(base::exists(session_dir(id) + "/live.sock"));
}

TEST_F(ElsewhereTest, ARunInATerminalIsStopped) {
  script(R"({"turns": [{"text": "Never heard.", "fault": {"stall_at": "text"}}]})");
  const auto host = open();
  const auto program = plumb_run({"run", "wait for ever"});
  ASSERT_TRUE(server_->wait_for_requests(1, k_limit));
  const auto row = host->info("last", project());
  ASSERT_TRUE(row) << row.error().what;
  bool is_heard = false;
  host->cancel(row->id, [&](const base::Result<>& done) { is_heard = done.has_value(); });
  ASSERT_TRUE(until(*host, [&] { return is_heard; }));
  EXPECT_EQ(program->wait(), 130);
  EXPECT_EQ(host->info(row->id, "").value().state, plumb::State::idle);
}

TEST_F(ElsewhereTest, APromptQueuesBehindTheOtherProcessRun) {
  script(R"({"turns": [{"tool_calls": [{"name": "shell", "arguments": {"command": "sleep 2"}}]}, {"text": "First."}, {"text": "Second."}]})");
  const auto host = open();
  const auto program = plumb_run({"run", "first"});
  ASSERT_TRUE(server_->wait_for_requests(1, k_limit));
  const auto id = host->info("last", project()).value().id;
  plumb::Ended ended;
  ASSERT_TRUE(host->prompt(id, {"second", {}}, [&](const plumb::Ended& how) { ended = how; }));
  ASSERT_TRUE(until(*host, [&] { return !host->queued(id).empty() || !ended.end.empty(); }));
  ASSERT_TRUE(until(*host, [&] { return !ended.end.empty(); }));
  EXPECT_EQ(ended.text, "Second.");
  EXPECT_EQ(ended.end, "done");
  EXPECT_EQ(program->wait(), 0);
  EXPECT_TRUE(host->queued(id).empty());
}

TEST_F(ElsewhereTest, AKilledRunIsInterruptedAndGoesOnHere) {
  script(R"({"turns": [{"text": "Half.", "fault": {"stall_at": "text"}},
                       {"text": "The queued one."}, {"text": "The whole."}]})");
  const auto host = open();
  const auto program = plumb_run({"run", "do all of it"});
  ASSERT_TRUE(server_->wait_for_requests(1, k_limit));
  const auto id = host->info("last", project()).value().id;
  Seen seen;
  const auto watching = host->observe(id, 1, seen.observer());
  ASSERT_TRUE(until(*host, [&] { return seen.state() == plumb::State::running; }));
  std::string queued_end;
  ASSERT_TRUE(host->prompt(id, {"and this", {}}, [&](const plumb::Ended& how) { queued_end = how.end; }));
  ASSERT_TRUE(until(*host, [&] { return seen.has("prompt.queued", "and this"); }));
  program->kill(SIGKILL);
  ASSERT_TRUE(until(*host, [&] { return seen.state() == plumb::State::interrupted; }, Millis(10000)));
  ASSERT_TRUE(until(*host, [&] { return queued_end == "failed"; }));
  EXPECT_EQ(host->queued(id), std::vector<std::string>{"and this"});   // it is in the log
  EXPECT_EQ(run(*host, id, "go on").text, "The whole.");
  EXPECT_TRUE(seen.has("model.answer", "The queued one."));
  EXPECT_TRUE(host->queued(id).empty());
  EXPECT_TRUE(seen.is_whole(1));
}

TEST_F(ElsewhereTest, ASecondHostSeesAndSteersTheFirstOnes) {
  script(R"({"turns": [{"text": "Never heard.", "fault": {"stall_at": "text"}}]})");
  const auto first = open();
  const auto id = new_session(*first);
  plumb::Ended ended;
  ASSERT_TRUE(first->prompt(id, {"wait", {}}, [&](const plumb::Ended& how) { ended = how; }));
  ASSERT_TRUE(until(*first, [&] { return server_->requests().size() == 1; }));
  std::thread other([&] {
    const auto second = open();
    EXPECT_EQ(second->info(id, "").value().state, plumb::State::running);
    bool is_heard = false;
    second->rename(id, "Seen from elsewhere", [&](const base::Result<>& done) { is_heard = done.has_value(); });
    EXPECT_TRUE(until(*second, [&] { return is_heard; }));
    second->cancel(id, {});
    EXPECT_TRUE(until(*second, [&] { return second->info(id, "").value().state == plumb::State::idle; }));
  });
  EXPECT_TRUE(until(*first, [&] { return !ended.end.empty(); }));
  other.join();
  EXPECT_EQ(ended.end, "cancelled");
  EXPECT_EQ(first->info(id, "").value().title, "Seen from elsewhere");
}

TEST_F(ElsewhereTest, APeerThatSaysNothingOrNonsenseHangsNobody) {
  script(R"({"turns": []})");
  const auto host = open();
  const Lying lying(session_dir("01LYING"));
  base::Result<> silent, nonsense;
  bool is_over = false;
  host->steer("01LYING", "hello?", [&](const base::Result<>& done) {
    silent = done;
    is_over = true;
  });
  ASSERT_TRUE(until(*host, [&] { return is_over; }, Millis(15000)));
  EXPECT_EQ(silent.error().code, base::Code::timeout);
  const base::Fd peer(::accept(lying.listener.get(), nullptr, nullptr));
  ASSERT_TRUE(peer);
  const timeval patience{2, 0};   // nobody reads once the connection is given up
  ASSERT_EQ(::setsockopt(peer.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience), 0);
  is_over = false;
  host->steer("01LYING", "hello again", [&](const base::Result<>& done) {
    nonsense = done;
    is_over = true;
  });
  const std::string junk = "]]\n{\"method\":7}\n{\"id\":99,\"result\":{}}\n\n";
  ASSERT_EQ(::send(peer.get(), junk.data(), junk.size(), MSG_NOSIGNAL), static_cast<ssize_t>(junk.size()));
  // And then a line that does not end: the connection is given up, and all that was asked over it.
  std::thread pour([&] {
    const std::string block(1 << 20, 'x');
    for (int i = 0; i < 64; ++i)
      if (::send(peer.get(), block.data(), block.size(), MSG_NOSIGNAL) <= 0) return;
  });
  ASSERT_TRUE(until(*host, [&] { return is_over; }, Millis(20000)));
  pour.join();
  EXPECT_FALSE(nonsense);
}

TEST_F(ElsewhereTest, AGuestThatDoesNotReadIsDroppedAndTheRunIsNotSlowed) {
  script(R"({"turns": [{"text": "0123456789abcdef0123456789abcdef", "text_times": 600000}]})");
  const auto host = open();
  const auto id = new_session(*host);
  plumb::Ended ended;
  ASSERT_TRUE(host->prompt(id, {"talk", {}}, [&](const plumb::Ended& how) { ended = how; }));
  ASSERT_TRUE(until(*host, [&] { return base::exists(session_dir(id) + "/live.sock") || !ended.end.empty(); }));
  const base::Fd guest(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{AF_UNIX, {}};
  const std::string path = session_dir(id) + "/live.sock";
  std::memcpy(address.sun_path, path.data(), path.size());
  ASSERT_EQ(::connect(guest.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const std::string ask = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"_plumb/live\"}\n";
  ASSERT_EQ(::send(guest.get(), ask.data(), ask.size(), MSG_NOSIGNAL), static_cast<ssize_t>(ask.size()));
  ASSERT_TRUE(until(*host, [&] { return !ended.end.empty(); }));
  EXPECT_NE(ended.end, "");
}

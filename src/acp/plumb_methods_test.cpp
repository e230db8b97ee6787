// The methods and notifications of docs/protocol.md.

#include <gtest/gtest.h>

#include "fake_client.h"

namespace acp {
namespace {

struct Page {
  FakeHost host;
  FakeClient client;
  explicit Page(ConnectionOptions options = {}) : client(host, std::move(options)) {
    host.add("/p");
    host.add("/q");
    client.initialize();
  }
};

std::size_t count(const json::Value& value, std::string_view key) {
  const auto* list = json::array_or_null(json::find(value, key));
  return list == nullptr ? 999 : list->size();
}

TEST(PlumbMethods, ListAndWatchTheFleet) {
  Page page;
  EXPECT_EQ(count(page.client.call("_plumb/sessions/list", "{}"), "sessions"), 2U);
  EXPECT_EQ(count(page.client.call("_plumb/sessions/list", R"({"cwd":"/q"})"), "sessions"), 1U);
  EXPECT_EQ(count(page.client.call("_plumb/sessions/list", R"({"limit":1})"), "sessions"), 1U);
  EXPECT_EQ(page.client.failure("_plumb/sessions/list", R"({"limit":0})"), -32602);
  const auto info = page.client.call("_plumb/sessions/info", R"({"sessionId":"S1"})");
  EXPECT_EQ(json::string_or(json::find(info, "session", "cwd")), "/p");
  EXPECT_EQ(json::string_or(json::find(info, "session", "state")), "idle");
  page.client.call("_plumb/sessions/watch", "{}");
  page.host.state("S2", plumb::State::running);
  page.client.pump();
  auto rows = page.client.sent("_plumb/session");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(json::string_or(json::find(rows[0], "params", "session", "state")), "running");
  // A slow client gets the newest row of each session, once.
  page.client.transport.held = k_queue_slow + 1;
  page.host.state("S2", plumb::State::needs_you);
  page.host.state("S2", plumb::State::idle);
  page.client.pump();
  EXPECT_EQ(page.client.sent("_plumb/session").size(), 1U);
  page.client.transport.held = 0;
  page.client.drained();
  EXPECT_EQ(page.client.sent("_plumb/session").size(), 2U);
  page.client.call("_plumb/sessions/unwatch", "{}");
  page.host.state("S2", plumb::State::running);
  page.client.pump();
  EXPECT_EQ(page.client.sent("_plumb/session").size(), 2U);
}

TEST(PlumbMethods, SubscribeToEventsFromANumberOn) {
  Page page;
  for (int i = 1; i <= 600; ++i) page.host.event("S1", "notice", R"({"text":")" + std::to_string(i) + "\"}");
  page.client.call("_plumb/events/subscribe", R"({"sessionId":"S1","from":101})");
  std::uint64_t next = 101;
  bool caught_up = false;
  std::size_t messages = 0;
  const auto read = [&] {
    for (const auto& message : std::exchange(page.client.messages, {})) {
      if (json::string_or(json::find(message, "method")) != "_plumb/events") continue;
      ++messages;
      for (const auto& event : json::find(message, "params", "events")->get_array()) EXPECT_EQ(json::int_or(json::find(event, "seq")), static_cast<std::int64_t>(next++));
      caught_up = caught_up || json::bool_or(json::find(message, "params", "caughtUp"));
    }
  };
  read();
  EXPECT_EQ(next, 601U);
  EXPECT_TRUE(caught_up);
  EXPECT_LE(messages, 4U) << "events come in batches";
  // While the client is slow nothing is sent; afterwards nothing is missing.
  page.client.transport.held = k_queue_slow + 1;
  for (int i = 0; i < 10; ++i) page.host.event("S1", "notice", "{}");
  page.host.live("S1", plumb::Live::What::text, "lost");
  page.client.pump();
  read();
  EXPECT_EQ(next, 601U);
  page.client.transport.held = 0;
  page.client.drained();
  read();
  EXPECT_EQ(next, 611U);
  page.host.live("S1", plumb::Live::What::tool_output, "a\xff", "c1");
  page.client.pump();
  const auto live = page.client.sent("_plumb/live");
  ASSERT_EQ(live.size(), 1U);
  EXPECT_EQ(json::string_or(json::find(live[0], "params", "text")), "a\xef\xbf\xbd");
  EXPECT_EQ(json::string_or(json::find(live[0], "params", "call")), "c1");
  page.client.call("_plumb/events/unsubscribe", R"({"sessionId":"S1"})");
  EXPECT_EQ(page.host.observing(), 0U);
}

TEST(PlumbMethods, ReadEventsAndBlobs) {
  Page page;
  for (int i = 0; i < 5; ++i) page.host.event("S1", "notice", "{}");
  const auto first = page.client.call("_plumb/events/read", R"({"sessionId":"S1","from":2,"limit":2})");
  EXPECT_EQ(count(first, "events"), 2U);
  EXPECT_TRUE(json::bool_or(json::find(first, "more")));
  EXPECT_FALSE(json::bool_or(json::find(page.client.call("_plumb/events/read", R"({"sessionId":"S1","from":2,"limit":4})"), "more"), true));
  EXPECT_EQ(page.client.failure("_plumb/events/read", R"({"sessionId":"S9"})"), -32002);
  page.host.blobs["t"] = "text";
  page.host.blobs["b"] = std::string("\0\1", 2);
  page.host.blobs["l"] = std::string((std::size_t{4} << 20) + 1, 'x');
  EXPECT_EQ(json::string_or(json::find(page.client.call("_plumb/blob", R"({"sessionId":"S1","blob":"t"})"), "text")), "text");
  EXPECT_EQ(json::string_or(json::find(page.client.call("_plumb/blob", R"({"sessionId":"S1","blob":"b"})"), "base64")), "AAE=");
  EXPECT_TRUE(json::bool_or(json::find(page.client.call("_plumb/blob", R"({"sessionId":"S1","blob":"l"})"), "cut")));
}

TEST(PlumbMethods, WorkOnASession) {
  Page page;
  EXPECT_TRUE(page.client.call("_plumb/prompt", R"({"sessionId":"S1","prompt":[{"type":"text","text":"one"}]})").is_object());
  EXPECT_TRUE(page.client.call("_plumb/prompt", R"({"sessionId":"S1","prompt":[{"type":"text","text":"two"}]})").is_object());
  EXPECT_EQ(json::string_or(&json::find(page.client.call("_plumb/queue", R"({"sessionId":"S1"})"), "prompts")->get_array()[0]), "two");
  page.client.call("_plumb/unqueue", R"({"sessionId":"S1","n":0})");
  EXPECT_EQ(count(page.client.call("_plumb/queue", R"({"sessionId":"S1"})"), "prompts"), 0U);
  page.client.call("_plumb/steer", R"({"sessionId":"S1","text":"mind the gap"})");
  EXPECT_EQ(page.host.log.back(), "steer S1 mind the gap");
  page.client.call("_plumb/approvals/answer", R"({"sessionId":"S1","step":"c1","answer":"apply","paths":["a"]})");
  EXPECT_EQ(page.host.log.back(), "answer S1 c1 apply 1");
  EXPECT_EQ(page.client.failure("_plumb/approvals/answer", R"({"sessionId":"S1","step":"c1","answer":"yes"})"), -32602);
  EXPECT_EQ(page.client.failure("_plumb/approvals/answer", R"({"sessionId":"S1","step":"c1"})"), -32602);
  page.client.call("_plumb/cancel", R"({"sessionId":"S1"})");
  EXPECT_EQ(page.host.log.back(), "cancel S1");
  EXPECT_EQ(count(page.client.call("_plumb/change", R"({"sessionId":"S1","verb":"undo"})"), "restored"), 1U);
  EXPECT_EQ(page.client.failure("_plumb/change", R"({"sessionId":"S1","verb":"rewind"})"), -32602);
  EXPECT_EQ(json::string_or(json::find(page.client.call("_plumb/fork", R"({"sessionId":"S1","upto":3})"), "sessionId")), "S3");
  EXPECT_EQ(page.host.log.back(), "fork S1 3");
  page.client.call("_plumb/rename", R"({"sessionId":"S1","title":"T"})");
  EXPECT_EQ(page.host.sessions["S1"].info.title, "T");
}

TEST(PlumbMethods, ShowEffectsFilesAndUsage) {
  Page page;
  auto& session = page.host.sessions["S2"];
  session.info.held = 1;
  session.steps = {{"c1", "rm", 5, false, {{"a", "deleted", "held", "why", "", 1, true}, {"b", "modified", "applied", "", "", 1, true}}, {"commit 1"}}};
  session.diffs[""] = "diff";
  session.contents["a.py"] = "x";
  const auto approvals = page.client.call("_plumb/approvals/list", "{}");
  ASSERT_EQ(count(approvals, "approvals"), 1U);
  const auto& one = json::find(approvals, "approvals")->get_array()[0];
  EXPECT_EQ(json::string_or(json::find(one, "sessionId")), "S2");
  EXPECT_EQ(count(one, "effects"), 1U);
  EXPECT_EQ(count(page.client.call("_plumb/approvals/list", R"({"sessionId":"S1"})"), "approvals"), 0U);
  EXPECT_EQ(count(page.client.call("_plumb/steps", R"({"sessionId":"S2"})"), "steps"), 1U);
  EXPECT_EQ(json::string_or(json::find(page.client.call("_plumb/diff", R"({"sessionId":"S2"})"), "diff")), "diff");
  EXPECT_EQ(count(page.client.call("_plumb/files", R"({"sessionId":"S2","seq":3})"), "files"), 1U);
  EXPECT_EQ(json::string_or(json::find(page.client.call("_plumb/file", R"({"sessionId":"S2","path":"a.py"})"), "text")), "x");
  EXPECT_EQ(page.client.failure("_plumb/file", R"({"sessionId":"S2","path":"nosuch"})"), -32002);
  EXPECT_EQ(count(page.client.call("_plumb/models", "{}"), "models"), 3U);
  EXPECT_EQ(count(page.client.call("_plumb/usage", R"({"days":7})"), "totals"), 1U);
  const auto folders = page.client.call("_plumb/folders", R"({"path":"/"})");
  EXPECT_GT(count(folders, "folders"), 3U);
  EXPECT_EQ(page.client.failure("_plumb/folders", R"({"path":"etc"})"), -32602);
}

TEST(PlumbMethods, RefuseChangesToThoseWhoWatch) {
  ConnectionOptions options;
  options.rights = Rights::watch_only;
  Page page(options);
  for (const auto* method : {"_plumb/prompt", "_plumb/steer", "_plumb/unqueue", "_plumb/cancel", "_plumb/approvals/answer", "_plumb/change", "_plumb/fork", "_plumb/rename", "_plumb/folders",
                             "session/new", "session/prompt", "session/set_mode", "session/set_config_option", "session/fork", "session/set_title"}) {
    const int id = page.client.request(method, R"({"sessionId":"S1"})");
    EXPECT_EQ(page.client.error(id), -32001) << method;
    EXPECT_EQ(page.client.error_text(id), "this link only watches");
  }
  EXPECT_EQ(count(page.client.call("_plumb/sessions/list", "{}"), "sessions"), 2U);
  page.client.call("session/load", R"({"sessionId":"S1","cwd":"/p","mcpServers":[]})");
  page.client.notify("session/cancel", R"({"sessionId":"S1"})");
  page.host.event("S1", "approval.asked", R"({"step":"c1","effects":[]})");
  page.client.pump();
  EXPECT_TRUE(page.client.sent("session/request_permission").empty());
  page.client.call("session/close", R"({"sessionId":"S1"})");
  EXPECT_TRUE(page.host.log.empty());
}

TEST(PlumbMethods, ShowOneSessionOnlyWhereTheLinkSaysSo) {
  ConnectionOptions options;
  options.only_session = "S1";
  Page page(options);
  EXPECT_EQ(count(page.client.call("_plumb/sessions/list", "{}"), "sessions"), 1U);
  EXPECT_EQ(count(page.client.call("session/list", "{}"), "sessions"), 1U);
  for (const auto* method : {"_plumb/sessions/info", "_plumb/events/subscribe", "_plumb/events/read", "_plumb/steps", "_plumb/diff", "_plumb/files", "_plumb/queue"})
    EXPECT_EQ(page.client.failure(method, R"({"sessionId":"S2"})"), -32002) << method;
  EXPECT_EQ(page.client.failure("session/load", R"({"sessionId":"S2","cwd":"/q","mcpServers":[]})"), -32002);
  for (const auto* method : {"session/new", "_plumb/fork", "_plumb/usage", "_plumb/folders"}) EXPECT_EQ(page.client.failure(method, R"({"sessionId":"S1","cwd":"/p"})"), -32001) << method;
  page.client.call("_plumb/sessions/watch", "{}");
  page.host.state("S2", plumb::State::running);
  page.client.pump();
  EXPECT_TRUE(page.client.sent("_plumb/session").empty());
  EXPECT_EQ(page.client.failure("_plumb/prompt", R"({"sessionId":"S2","prompt":[{"type":"text","text":"x"}]})"), -32002);
  EXPECT_TRUE(page.client.call("_plumb/prompt", R"({"sessionId":"S1","prompt":[{"type":"text","text":"x"}]})").is_object());
}

}  // namespace
}  // namespace acp

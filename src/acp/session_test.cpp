// Sessions as an editor uses them: new, prompt, updates, permission, load, cancel.

#include <gtest/gtest.h>

#include <set>

#include "base/file.h"
#include "text/base64.h"
#include "fake_client.h"

namespace acp {
namespace {

struct Editor {
  FakeHost host;
  FakeClient client{host};
  std::string id;
  explicit Editor(std::string_view capabilities = "{}", const std::string& cwd = "/p") {
    client.initialize(capabilities);
    id = client.open(cwd);
    client.messages.clear();
  }
  void event(std::string type, std::string payload) {
    host.event(id, std::move(type), std::move(payload));
    client.pump();
  }
  void end(std::string how, std::string status = "verified") {
    event("session.ended", R"({"status":")" + status + R"(","exit_code":0,"proof":{"reason":"all of it passes"},"changes":[{"path":"a.py"}]})");
    plumb::Ended ended;
    ended.end = std::move(how);
    ended.status = std::move(status);
    ended.tokens_in = 120;
    ended.tokens_out = 30;
    host.end(id, ended);
    client.pump();
  }
  std::string stop(int prompt) { return std::string(json::string_or(json::find(client.result(prompt), "stopReason"))); }
};

std::string text(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

TEST(Session, IsMadeWithModesOptionsAndCommands) {
  FakeHost host;
  host.known_commands = {{"greet", "Says hello"}, {"undo", "not what it seems"}};
  FakeClient client(host);
  client.initialize();
  const auto made = client.call("session/new", R"({"cwd":"/p/","mcpServers":[],"_meta":{"plumb":{"model":"scripted/one","effort":"high","check":"make test","held":"keep","maxTurns":7,"budgetUsd":1.5,"verify":false}}})");
  const auto& options = host.sessions["S1"].options;
  EXPECT_EQ(options.cwd, "/p");
  EXPECT_EQ(options.model, "scripted/one");
  EXPECT_EQ(options.check, "make test");
  EXPECT_EQ(options.turns_max, 7);
  EXPECT_EQ(options.budget_usd, 1.5);
  EXPECT_FALSE(options.verify);
  EXPECT_EQ(options.held, plumb::Held::keep);
  EXPECT_EQ(json::string_or(json::find(made, "modes", "currentModeId")), "keep");
  const auto& list = json::find(made, "configOptions")->get_array();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(text(list[0], "currentValue"), "scripted/one");
  EXPECT_EQ(text(list[1], "currentValue"), "high");
  const auto commands = client.updates("available_commands_update");
  ASSERT_EQ(commands.size(), 1U);
  const auto last = json::find(commands.front(), "availableCommands")->get_array().back();
  EXPECT_EQ(text(last, "name"), "greet") << "one of the folder's own; its /undo does not hide ours";
  EXPECT_EQ(text(last, "description"), "Says hello");
}

TEST(Session, RefusesWhatItCannotBeMadeWith) {
  FakeHost host;
  FakeClient client(host);
  client.initialize();
  EXPECT_EQ(client.failure("session/new", R"({"mcpServers":[]})"), -32602);
  EXPECT_EQ(client.failure("session/new", R"({"cwd":"p","mcpServers":[]})"), -32602);
  EXPECT_EQ(client.failure("session/new", R"({"cwd":7,"mcpServers":[]})"), -32602);
  EXPECT_EQ(client.failure("session/new", R"({"cwd":"/p\u0000","mcpServers":[]})"), -32602);
  EXPECT_EQ(client.failure("session/new", R"({"cwd":"/missing","mcpServers":[]})"), -32002);
  EXPECT_EQ(client.failure("session/new", R"({"cwd":"/p","mcpServers":[],"additionalDirectories":["/q"]})"), -32602);
  EXPECT_EQ(client.failure("session/new", R"({"cwd":"/p","mcpServers":[],"_meta":{"plumb":{"held":"maybe"}}})"), -32602);
  EXPECT_NE(client.error_text(client.request("session/new", R"({"cwd":"/p","_meta":{"plumb":{"held":"maybe"}}})")).find("/params/_meta/plumb/held"), std::string::npos);
}

TEST(Session, TakesTheServersThatAnEditorBrings) {
  FakeHost host;
  ConnectionOptions options;
  options.takes_servers = true;
  FakeClient client(host, options);
  client.initialize();
  const auto with = [](const std::string& servers) { return R"({"cwd":"/p","mcpServers":[)" + servers + "]}"; };
  const std::string program = R"({"name":"My db","command":"/bin/db","args":["-v"],"env":[{"name":"KEY","value":"k"}]})";
  const std::string address = R"({"type":"http","name":"far","url":"https://far/mcp","headers":[{"name":"Authorization","value":"Bearer t"}]})";
  const auto id = std::string(json::string_or(json::find(client.call("session/new", with(program + "," + address)), "sessionId")));
  const auto& servers = host.sessions[id].options.servers;
  ASSERT_EQ(servers.size(), 2U);
  EXPECT_EQ(servers[0].argv, (std::vector<std::string>{"/bin/db", "-v"}));
  EXPECT_EQ(servers[0].env.front().second, "k");
  EXPECT_EQ(servers[1].url, "https://far/mcp");
  EXPECT_EQ(servers[1].headers.front().first, "Authorization");
  client.call("session/resume", R"({"sessionId":")" + id + R"(",)" + with(program).substr(1));
  EXPECT_EQ(host.servers[id].size(), 1U);
  client.call("session/load", R"({"sessionId":")" + id + R"(",)" + with(address).substr(1));
  EXPECT_EQ(host.servers[id].front().name, "far");
  client.call("session/resume", R"({"sessionId":")" + id + R"(",)" + with("").substr(1));
  EXPECT_TRUE(host.servers[id].empty()) << "what was brought before is not used when nothing is brought now";
  EXPECT_EQ(client.failure("session/new", with(R"({"name":"a","type":"sse","url":"https://a"})")), -32602);
  EXPECT_EQ(client.failure("session/new", with(R"({"name":"a","command":""})")), -32602);
  EXPECT_EQ(client.failure("session/new", with(R"({"name":"a","command":"b","env":{"A":"b"}})")), -32602);
  EXPECT_EQ(client.failure("session/new", with(R"({"name":"a","type":"http","url":"file:///etc"})")), -32602);
}

TEST(Session, SaysThatTheServersOfAPageAreLeftOut) {
  FakeHost host;
  FakeClient client(host);
  client.initialize();
  client.call("session/new", R"({"cwd":"/p","mcpServers":[{"name":"db","command":"/bin/db","args":[],"env":[]}]})");
  EXPECT_NE(client.text("agent_message_chunk").find("left out are db"), std::string::npos);
}

TEST(Session, StreamsAnAnswerOnceAndEndsWithTheVerdict) {
  Editor e;
  const int prompt = e.client.prompt(e.id, "fix it");
  EXPECT_EQ(e.host.prompts.back().text, "fix it");
  EXPECT_TRUE(e.client.updates("user_message_chunk").empty()) << "the client shows its own prompt";
  e.event("model.request", R"({"n":1})");
  e.host.live(e.id, plumb::Live::What::reasoning, "Hm. ");
  e.host.live(e.id, plumb::Live::What::text, "I loo");
  e.host.live(e.id, plumb::Live::What::text, "k.");
  e.client.pump();
  e.event("model.answer", R"({"turn":1,"stop":"end","usage":{"input":100,"cached":90,"output":5},"cost_usd":0.25,"window":200000,"items":[{"type":"reasoning","text":"Hm. Yes."},{"type":"assistant","text":"I look."}]})");
  EXPECT_EQ(e.client.text("agent_message_chunk"), "I look.");
  EXPECT_EQ(e.client.text("agent_thought_chunk"), "Hm. Yes.");
  const auto usage = e.client.updates("usage_update");
  ASSERT_EQ(usage.size(), 1U);
  EXPECT_EQ(json::int_or(json::find(usage[0], "used")), 105);
  EXPECT_EQ(json::int_or(json::find(usage[0], "size")), 200000);
  EXPECT_EQ(json::double_or(json::find(usage[0], "cost", "amount")), 0.25);
  EXPECT_TRUE(e.client.reply(prompt).is_null());
  e.end("done");
  EXPECT_EQ(e.stop(prompt), "end_turn");
  const auto verdict = e.client.updates("agent_message_chunk").back();
  EXPECT_NE(text(*json::find(verdict, "content"), "text").find("**plumb: verified**: all of it passes"), std::string::npos);
  EXPECT_EQ(json::string_or(json::find(verdict, "_meta", "plumb", "report", "status")), "verified");
  EXPECT_EQ(json::int_or(json::find(e.client.result(prompt), "usage", "totalTokens")), 150);
  EXPECT_EQ(json::int_or(json::find(e.client.messages.back(), "id"), -1), prompt) << "the answer comes behind all updates";
}

TEST(Session, TellsAnAnswerWholeWhoseStreamWasLost) {
  Editor e;
  e.client.prompt(e.id, "fix it");
  e.event("model.request", "{}");
  e.host.live(e.id, plumb::Live::What::text, "One ");
  e.client.pump();
  e.client.transport.held = k_queue_slow + 1;
  e.host.live(e.id, plumb::Live::What::text, "two ");
  e.client.pump();
  e.event("model.answer", R"({"items":[{"type":"assistant","text":"One two three"}]})");
  EXPECT_EQ(e.client.text("agent_message_chunk"), "One ");
  e.client.transport.held = 0;
  e.client.drained();
  EXPECT_EQ(e.client.text("agent_message_chunk"), "One two three");
}

TEST(Session, TellsThatAnAnswerBrokeOff) {
  Editor e;
  e.client.prompt(e.id, "fix it");
  e.event("model.request", "{}");
  e.host.live(e.id, plumb::Live::What::text, "Half");
  e.client.pump();
  e.event("model.retry", R"({"attempt":1,"wait_ms":1,"why":"connection reset"})");
  e.event("model.request", "{}");
  e.host.live(e.id, plumb::Live::What::text, "Whole");
  e.client.pump();
  e.event("model.answer", R"({"items":[{"type":"assistant","text":"Whole"}]})");
  const auto chunks = e.client.updates("agent_message_chunk");
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_NE(text(*json::find(chunks[1], "content"), "text").find("connection reset"), std::string::npos);
  EXPECT_NE(text(chunks[0], "messageId"), text(chunks[2], "messageId"));
}

TEST(Session, ShowsToolCallsWithOutputAndDiffs) {
  Editor e;
  e.host.sessions[e.id].diffs["c2"] = "--- a/a.py\n+++ b/a.py\n@@ -1,4 +1,4 @@\n one\n-two\n+TWO\n three\n four\n";
  e.host.sessions[e.id].contents["a.py"] = "one\nTWO\nthree\nfour\n";
  e.client.prompt(e.id, "fix it");
  e.event("tool.call", R"({"id":"c1","name":"shell","arguments":"{\"command\":\"make test\"}"})");
  e.host.live(e.id, plumb::Live::What::tool_output, "running \xe2\x82", "c1");
  e.host.live(e.id, plumb::Live::What::tool_output, "\xac\n", "c1");
  e.client.pump();
  e.event("tool.result", R"({"id":"c1","name":"shell","output":"running\n```\n[exit 2]","is_error":true})");
  e.event("tool.call", R"({"id":"c2","name":"edit","arguments":"{\"path\":\"a.py\",\"old\":\"two\",\"new\":\"TWO\"}"})");
  e.event("tool.result", R"({"id":"c2","name":"edit","output":"edited","is_error":false})");
  e.event("effects", R"({"step":"c2","what":"edit a.py","count":1,"effects":[{"path":"a.py","change":"modified"}]})");
  const auto calls = e.client.updates("tool_call");
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(text(calls[0], "kind"), "execute");
  EXPECT_EQ(text(calls[0], "title"), "`make test`");
  EXPECT_EQ(text(calls[1], "kind"), "edit");
  EXPECT_EQ(text(calls[1], "title"), "Edit `a.py`");
  EXPECT_EQ(json::string_or(json::find(json::find(calls[1], "locations")->get_array()[0], "path")), "/p/a.py");
  EXPECT_EQ(json::string_or(json::find(calls[0], "rawInput", "command")), "make test");
  const auto all = e.client.updates("tool_call_update");
  std::string output;
  for (const auto& update : all)
    if (text(update, "toolCallId") == "c1" && text(update, "status") == "failed")
      output = json::string_or(json::find(*json::find(json::find(update, "content")->get_array()[0], "content"), "text"));
  EXPECT_TRUE(output.starts_with("````\n")) << "the output's own fence cannot end ours: " << output;
  const auto diff = json::find(all.back(), "content")->get_array()[0];
  EXPECT_EQ(text(diff, "type"), "diff");
  EXPECT_EQ(text(diff, "path"), "/p/a.py");
  EXPECT_EQ(text(diff, "oldText"), "one\ntwo\nthree\nfour\n");
  EXPECT_EQ(text(diff, "newText"), "one\nTWO\nthree\nfour\n");
  EXPECT_EQ(json::int_or(json::find(json::find(all.back(), "locations")->get_array()[0], "line")), 2);
}

TEST(Session, DrawsOutputInTheClientsTerminalWhereItCan) {
  Editor e(R"({"_meta":{"terminal_output":true}})");
  e.client.prompt(e.id, "test it");
  e.event("tool.call", R"({"id":"c1","name":"shell","arguments":"{\"command\":\"make\"}"})");
  e.host.live(e.id, plumb::Live::What::tool_output, "\x1b[31mred", "c1");
  e.client.pump();
  e.event("tool.result", R"({"id":"c1","name":"shell","output":"red","is_error":false,"command":{"exit":0}})");
  const auto call = e.client.updates("tool_call").back();
  EXPECT_EQ(text(json::find(call, "content")->get_array()[0], "type"), "terminal");
  EXPECT_EQ(json::string_or(json::find(call, "_meta", "terminal_info", "terminal_id")), "c1");
  const auto updates = e.client.updates("tool_call_update");
  ASSERT_EQ(updates.size(), 2U);
  EXPECT_EQ(json::string_or(json::find(updates[0], "_meta", "terminal_output", "data")), "\x1b[31mred");
  EXPECT_EQ(json::int_or(json::find(updates[1], "_meta", "terminal_exit", "exit_code"), -1), 0);
}

TEST(Session, ShowsPlanChecksNoticesAndReport) {
  Editor e(R"({"session":{"notices":{}}})");
  e.client.prompt(e.id, "fix it");
  e.event("tool.call", R"({"id":"p1","name":"plan","arguments":"{}"})");
  e.event("plan", R"({"items":[{"text":"look","status":"completed"},{"text":"fix","status":"in_progress"},{"text":"x","status":"odd"}]})");
  e.event("tool.result", R"({"id":"p1","name":"plan","output":"ok"})");
  e.event("check.started", R"({"name":"make","command":"make test","where":"after","tree":"t"})");
  e.event("check.finished", R"({"name":"make","command":"make test","where":"after","exit":0,"passed":3,"failed":0,"skipped":1})");
  e.event("notice", R"({"level":"warning","text":"the log was mended"})");
  e.event("report", R"({"summary":"Fixed.","doubts":["windows"],"questions":[]})");
  EXPECT_EQ(json::find(e.client.updates("plan").back(), "entries")->get_array().size(), 3U);
  const auto calls = e.client.updates("tool_call");
  ASSERT_EQ(calls.size(), 1U) << "the plan is shown as a plan";
  EXPECT_EQ(text(calls[0], "title"), "Check `make test` (after)");
  EXPECT_EQ(text(e.client.updates("tool_call_update").back(), "status"), "completed");
  EXPECT_EQ(text(e.client.updates("notice").back(), "severity"), "warning");
  EXPECT_NE(e.client.text("agent_message_chunk").find("Fixed.\n\nIn doubt:\n\n- windows"), std::string::npos);
}

TEST(Session, ShowsWhatWasTypedAndThatTheContextWasMadeShorter) {
  Editor e(R"({"session":{"compaction":{}}})");
  e.client.prompt(e.id, "/review a.py");
  e.event("user.message", R"({"text":"Review the file a.py with care","typed":"/review b.py"})");
  e.event("context.compacted", R"({"kind":"masked","bytes_before":900,"bytes_after":90})");
  EXPECT_EQ(e.client.text("user_message_chunk"), "/review b.py");
  EXPECT_EQ(text(e.client.updates("compaction_update").back(), "status"), "completed");
}

TEST(Session, AsksForLeaveAndPassesTheAnswerOn) {
  for (const auto& [option, said] : {std::pair{"apply", "apply"}, {"drop", "drop"}, {"keep", "keep"}, {"keep_always", "keep"}, {"nonsense", "keep"}}) {
    Editor e;
    e.host.sessions[e.id].diffs["c1"] = "--- a/hook\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n";
    e.client.prompt(e.id, "clean up");
    e.event("tool.call", R"({"id":"c1","name":"shell","arguments":"{\"command\":\"rm hook\"}"})");
    e.event("approval.asked", R"({"step":"c1","what":"rm hook","count":1,"effects":[{"path":"hook","change":"deleted","state":"held","why":"not made by this session"}]})");
    const auto asked = e.client.sent("session/request_permission");
    ASSERT_EQ(asked.size(), 1U);
    const auto& call = *json::find(asked[0], "params", "toolCall");
    EXPECT_EQ(text(call, "toolCallId"), "c1");
    EXPECT_EQ(text(call, "title"), "`rm hook`");
    const auto& content = json::find(call, "content")->get_array();
    ASSERT_EQ(content.size(), 2U);
    EXPECT_NE(json::string_or(json::find(content[0], "content", "text")).find("not made by this session"), std::string_view::npos);
    EXPECT_EQ(text(content[1], "oldText"), "x\n");
    EXPECT_EQ(json::find(asked[0], "params", "options")->get_array().size(), 4U);
    e.client.answer(json::int_or(json::find(asked[0], "id")), R"({"outcome":{"outcome":"selected","optionId":")" + std::string(option) + R"("}})");
    EXPECT_EQ(e.host.log.back(), "answer " + e.id + " c1 " + said + " 0");
    EXPECT_EQ(std::count(e.host.log.begin(), e.host.log.end(), "set_held " + e.id + " keep"), std::string(option) == "keep_always" ? 1 : 0);
    EXPECT_TRUE(e.client.sent("$/cancel_request").empty()) << "an answered question is not withdrawn";
  }
}

TEST(Session, WithdrawsAQuestionThatSomebodyElseAnswered) {
  Editor e;
  e.client.prompt(e.id, "clean up");
  e.event("approval.asked", R"({"step":"c1","what":"rm hook","count":1,"effects":[]})");
  const auto asked = e.client.sent("session/request_permission");
  ASSERT_EQ(asked.size(), 1U);
  e.event("approval.answered", R"({"step":"c1","answer":"drop","paths":[]})");
  const auto withdrawn = e.client.sent("$/cancel_request");
  ASSERT_EQ(withdrawn.size(), 1U);
  EXPECT_EQ(json::int_or(json::find(withdrawn[0], "params", "requestId")), json::int_or(json::find(asked[0], "id")));
  e.client.answer(json::int_or(json::find(asked[0], "id")), R"({"outcome":{"outcome":"cancelled"}})");
  EXPECT_TRUE(e.host.log.empty()) << "a late answer changes nothing: " << e.host.log.back();
}

TEST(Session, WithdrawsAQuestionThatIsSettledWithoutAnAnswer) {
  for (const auto& [type, payload] : {std::pair{"apply", R"({"step":"c1"})"}, {"drop", R"({"step":""})"}, {"user.message", R"({"text":"no","by":"steer"})"}, {"session.resumed", "{}"}}) {
    Editor e;
    e.client.prompt(e.id, "clean up");
    e.event("approval.asked", R"({"step":"c1","what":"rm hook","count":1,"effects":[]})");
    e.event(type, payload);
    EXPECT_EQ(e.client.sent("$/cancel_request").size(), 1U) << type;
  }
}

TEST(Session, KeepsEffectsHeldWhereTheClientCannotAsk) {
  Editor e;
  e.client.prompt(e.id, "clean up");
  e.event("approval.asked", R"({"step":"c1","what":"rm hook","count":1,"effects":[]})");
  e.client.refuse(json::int_or(json::find(e.client.sent("session/request_permission")[0], "id")), -32601);
  EXPECT_EQ(e.host.log.back(), "answer " + e.id + " c1 keep 0");
  EXPECT_NE(e.client.text("agent_message_chunk").find("they stay held"), std::string::npos);
}

TEST(Session, WaitsForAClientThatAnswersInItsOwnTime) {
  Editor e(R"({"_meta":{"plumb":{"approvals":true}}})");
  e.client.prompt(e.id, "clean up");
  e.event("approval.asked", R"({"step":"c1","what":"rm hook","count":1,"effects":[]})");
  EXPECT_TRUE(e.client.sent("session/request_permission").empty());
  EXPECT_TRUE(e.host.log.empty()) << "nobody has answered: " << e.host.log.back();
}

TEST(Session, CancelsThePromptAndWhatWaitsBehindIt) {
  Editor e;
  const int first = e.client.prompt(e.id, "one"), second = e.client.prompt(e.id, "two");
  EXPECT_TRUE(e.client.reply(first).is_null());
  e.client.notify("session/cancel", R"({"sessionId":")" + e.id + "\"}");
  EXPECT_EQ(e.stop(first), "cancelled");
  EXPECT_EQ(e.stop(second), "cancelled");
}

TEST(Session, CancelsOneRequestByItsId) {
  Editor e;
  const int first = e.client.prompt(e.id, "one"), second = e.client.prompt(e.id, "two");
  e.client.notify("$/cancel_request", R"({"requestId":)" + std::to_string(second) + "}");
  EXPECT_EQ(e.stop(second), "cancelled");
  EXPECT_TRUE(e.client.reply(first).is_null());
  e.client.notify("$/cancel_request", R"({"requestId":)" + std::to_string(first) + "}");
  EXPECT_EQ(e.stop(first), "cancelled");
}

TEST(Session, EndsAsTheRunEnded) {
  for (const auto& [end, stop] : {std::pair{"done", "end_turn"}, {"turn_limit", "max_turn_requests"}, {"stuck", "max_turn_requests"}, {"budget", "max_tokens"}, {"refused", "refusal"}, {"cancelled", "cancelled"}}) {
    Editor e;
    const int prompt = e.client.prompt(e.id, "x");
    e.end(end);
    EXPECT_EQ(e.stop(prompt), stop);
  }
  for (const auto& [code, number] : {std::pair{"unauthenticated", -32000}, {"unavailable", -32603}, {"invalid", -32603}}) {
    Editor e;
    const int prompt = e.client.prompt(e.id, "x");
    plumb::Ended ended;
    ended.end = "failed";
    ended.error = "the model is away";
    ended.error_code = code;
    e.host.end(e.id, ended);
    e.client.pump();
    EXPECT_EQ(e.client.error(prompt), number);
    EXPECT_EQ(e.client.error_text(prompt), "the model is away");
  }
}

TEST(Session, TakesImagesMentionsAndFilesInAPrompt) {
  Editor e;
  const std::string png = "\x89PNG\r\n\x1a\n";
  e.client.request("session/prompt", R"({"sessionId":")" + e.id + R"(","prompt":[{"type":"text","text":"See "},)"
      R"({"type":"resource_link","uri":"file:///p/a%20b.py","name":"a b.py"},{"type":"text","text":" and "},)"
      R"({"type":"resource","resource":{"uri":"file:///p/c.py","text":"x = 1\n"}},{"type":"image","mimeType":"image/png","data":")" + text::to_base64(png) + R"("},)"
      R"({"type":"resource_link","uri":"https://example.org/x","name":"x"}]})");
  ASSERT_EQ(e.host.prompts.size(), 1U);
  EXPECT_EQ(e.host.prompts[0].text, "See `/p/a b.py` and `/p/c.py`[x](https://example.org/x)\n\n`/p/c.py`, as the user's editor has it:\n```\nx = 1\n```");
  ASSERT_EQ(e.host.prompts[0].images.size(), 1U);
  EXPECT_EQ(e.host.prompts[0].images[0].bytes, png);
}

TEST(Session, RefusesBlocksThatItCannotTake) {
  Editor e;
  const auto refused = [&](const std::string& prompt) { return e.client.failure("session/prompt", R"({"sessionId":")" + e.id + R"(","prompt":)" + prompt + "}"); };
  EXPECT_EQ(refused("[]"), -32602);
  EXPECT_EQ(refused("7"), -32602);
  EXPECT_EQ(refused("[7]"), -32602);
  EXPECT_EQ(refused(R"([{"type":"text"}])"), -32602);
  EXPECT_EQ(refused(R"([{"type":"video"}])"), -32602);
  EXPECT_EQ(refused(R"([{"type":"audio","data":"AA==","mimeType":"audio/wav"}])"), -32602);
  EXPECT_EQ(refused(R"([{"type":"image","data":"%%%","mimeType":"image/png"}])"), -32602);
  EXPECT_EQ(refused(R"([{"type":"image","data":"AA==","mimeType":"image/svg+xml"}])"), -32602);
  EXPECT_EQ(refused(R"([{"type":"resource","resource":{"uri":"file:///a","blob":"AA=="}}])"), -32602);
  EXPECT_EQ(e.client.failure("session/prompt", R"({"sessionId":"S9","prompt":[{"type":"text","text":"x"}]})"), -32002);
  EXPECT_TRUE(e.host.prompts.empty());
}

TEST(Session, LoadsItsHistoryBeforeItAnswers) {
  Editor e;
  e.host.sessions[e.id].diffs["c1"] = "--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x\n";
  e.host.blobs["b1"] = "PNG";
  e.event("user.message", R"({"text":"fix it","images":[{"mime":"image/png","blob":"b1"}]})");
  e.event("model.request", "{}");
  e.event("model.answer", R"({"items":[{"type":"assistant","text":"I look."}]})");
  e.event("tool.call", R"({"id":"c1","name":"write","arguments":"{\"path\":\"new.py\"}"})");
  e.event("tool.result", R"({"id":"c1","name":"write","output":"done"})");
  e.event("effects", R"({"step":"c1","count":1,"effects":[{"path":"new.py","change":"created"}]})");
  e.event("undo", R"({"step":"c1","restored":["new.py"],"conflicts":[]})");
  e.event("user.message", R"({"text":"the tests fail","by":"plumb"})");
  e.host.sessions[e.id].info.title = "fix it";

  FakeClient other(e.host);
  other.initialize();
  const int load = other.request("session/load", R"({"sessionId":")" + e.id + R"(","cwd":"/p","mcpServers":[]})");
  EXPECT_FALSE(other.result(load).is_null());
  EXPECT_EQ(other.text("user_message_chunk"), "fix it");
  const auto chunks = other.updates("user_message_chunk");
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(json::string_or(json::find(chunks[1], "content", "data")), text::to_base64("PNG"));
  EXPECT_EQ(other.updates("tool_call").size(), 2U);
  EXPECT_EQ(text(json::find(other.updates("tool_call_update").back(), "content")->get_array()[0], "newText"), "x\n");
  EXPECT_NE(other.text("agent_message_chunk").find("the tests fail"), std::string::npos);
  EXPECT_EQ(text(other.updates("session_info_update").back(), "title"), "fix it");
  std::size_t answer_at = 0, diff_at = 0;
  for (std::size_t i = 0; i < other.messages.size(); ++i) {
    if (json::int_or(json::find(other.messages[i], "id"), -1) == load) answer_at = i;
    if (json::dump(other.messages[i]).find("\"type\":\"diff\"") != std::string::npos) diff_at = i;
  }
  EXPECT_GT(answer_at, diff_at);
  // And from then on what happens.
  e.event("user.message", R"({"text":"now by somebody else"})");
  other.pump();
  EXPECT_NE(other.text("user_message_chunk").find("now by somebody else"), std::string::npos);
}

TEST(Session, ResumesWithoutHistoryAndAsksWhatIsOpen) {
  Editor e;
  e.event("user.message", R"({"text":"fix it"})");
  e.event("approval.asked", R"({"step":"c1","what":"rm","count":1,"effects":[]})");
  FakeClient other(e.host);
  other.initialize();
  EXPECT_FALSE(other.call("session/resume", R"({"sessionId":")" + e.id + R"(","cwd":"/p"})").is_null());
  EXPECT_TRUE(other.updates("user_message_chunk").empty());
  EXPECT_EQ(other.sent("session/request_permission").size(), 1U);
}

TEST(Session, IsNotOpenedInAnotherFolder) {
  Editor e;
  EXPECT_EQ(e.client.failure("session/load", R"({"sessionId":")" + e.id + R"(","cwd":"/q","mcpServers":[]})"), -32602);
  EXPECT_EQ(e.client.failure("session/load", R"({"sessionId":"S9","cwd":"/p","mcpServers":[]})"), -32002);
}

TEST(Session, WaitsForASlowClientAndMissesNothing) {
  Editor e;
  for (int i = 0; i < 500; ++i) e.event("user.message", R"({"text":")" + std::to_string(i) + ",\"}");
  FakeClient other(e.host);
  other.initialize();
  other.transport.held = k_queue_slow + 1;
  const int load = other.request("session/load", R"({"sessionId":")" + e.id + R"(","cwd":"/p","mcpServers":[]})");
  EXPECT_TRUE(other.updates().empty());
  EXPECT_TRUE(other.reply(load).is_null());
  other.transport.held = 0;
  other.drained();
  EXPECT_FALSE(other.reply(load).is_null());
  EXPECT_EQ(other.updates("user_message_chunk").size(), 500U);
}

TEST(Session, ListsPageByPage) {
  FakeHost host;
  for (int i = 0; i < 250; ++i) host.add(i % 5 == 0 ? "/q" : "/p");
  host.sessions[host.add("/p")].info.resumable = false;   // a fork: nothing to load
  FakeClient client(host);
  client.initialize();
  std::set<std::string> seen;
  std::string params = "{}";
  int pages = 0;
  for (; pages < 10; ++pages) {
    const auto page = client.call("session/list", params);
    for (const auto& one : json::find(page, "sessions")->get_array()) EXPECT_TRUE(seen.insert(text(one, "sessionId")).second);
    const auto cursor = text(page, "nextCursor");
    if (cursor.empty()) break;
    params = R"({"cursor":")" + cursor + "\"}";
  }
  EXPECT_EQ(seen.size(), 250U);
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(json::find(client.call("session/list", R"({"cwd":"/q"})"), "sessions")->get_array().size(), 50U);
  EXPECT_EQ(client.failure("session/list", R"({"cursor":"nonsense"})"), -32602);
  EXPECT_EQ(client.failure("session/list", R"({"cwd":"q"})"), -32602);
}

TEST(Session, ForksClosesAndIsRenamed) {
  Editor e;
  e.event("user.message", R"({"text":"fix it"})");
  const auto made = e.client.call("session/fork", R"({"sessionId":")" + e.id + R"(","cwd":"/p","mcpServers":[]})");
  EXPECT_EQ(text(made, "sessionId"), "S2");
  EXPECT_TRUE(e.client.updates("user_message_chunk").size() <= 1);
  const int prompt = e.client.prompt("S2", "go on");
  EXPECT_EQ(text(e.client.call("session/set_title", R"({"sessionId":"S2","title":"T"})"), "title"), "T");
  EXPECT_EQ(text(e.client.updates("session_info_update").back(), "title"), "T");
  EXPECT_TRUE(e.client.call("session/close", R"({"sessionId":"S2"})").is_object());
  EXPECT_EQ(e.stop(prompt), "cancelled");
  EXPECT_EQ(e.client.failure("session/close", R"({"sessionId":"S2"})"), -32002);
  EXPECT_EQ(e.client.failure("session/prompt", R"({"sessionId":"S2","prompt":[{"type":"text","text":"x"}]})"), -32002);
}

TEST(Session, ChoosesModesAndOptions) {
  Editor e;
  EXPECT_TRUE(e.client.call("session/set_mode", R"({"sessionId":"S1","modeId":"keep"})").is_object());
  EXPECT_EQ(text(e.client.updates("current_mode_update").back(), "currentModeId"), "keep");
  EXPECT_EQ(e.client.failure("session/set_mode", R"({"sessionId":"S1","modeId":"yolo"})"), -32602);
  const auto set = e.client.call("session/set_config_option", R"({"sessionId":"S1","configId":"model","value":"scripted/one"})");
  EXPECT_EQ(text(json::find(set, "configOptions")->get_array()[0], "currentValue"), "scripted/one");
  EXPECT_EQ(e.client.failure("session/set_config_option", R"({"sessionId":"S1","configId":"model","value":"no/such"})"), -32002);
  EXPECT_EQ(e.client.failure("session/set_config_option", R"({"sessionId":"S1","configId":"effort","value":"extreme"})"), -32602);
  EXPECT_EQ(e.client.failure("session/set_config_option", R"({"sessionId":"S1","configId":"colour","value":"red"})"), -32602);
  EXPECT_EQ(std::count(e.host.log.begin(), e.host.log.end(), "set_model S1 scripted/one "), 1);
}

TEST(Session, DoesSlashCommandsItself) {
  Editor e;
  e.host.sessions[e.id].diffs[""] = "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+y\n";
  e.host.sessions[e.id].steps = {{"c1", "edit [a](http://x)", 0, false, {{"a.py", "modified", "held", "big", "", 1, true}}, {}}};
  const auto said = [&](const std::string& command) {
    e.client.messages.clear();
    EXPECT_EQ(e.stop(e.client.prompt(e.id, command)), "end_turn") << command;
    return e.client.text("agent_message_chunk");
  };
  EXPECT_NE(said("/undo").find("`a.py`"), std::string::npos);
  EXPECT_EQ(e.host.log.back(), "change S1 0 ");
  EXPECT_NE(said("/undo nosuch").find("no step"), std::string::npos);
  EXPECT_NE(said(" /rewind c1 ").find("`a.py`"), std::string::npos);
  EXPECT_EQ(e.host.log.back(), "change S1 2 c1");
  EXPECT_NE(said("/rewind").find("which step"), std::string::npos);
  EXPECT_NE(said("/diff").find("```diff\n--- a/a"), std::string::npos);
  EXPECT_EQ(said("/steps").find("[a](http"), std::string::npos) << "what others wrote is no markup";
  EXPECT_NE(said("/model").find("scripted/one"), std::string::npos);
  EXPECT_NE(said("/model scripted/one").find("scripted/one"), std::string::npos);
  EXPECT_NE(said("/effort high").find("high"), std::string::npos);
  EXPECT_NE(said("/held keep").find("keep"), std::string::npos);
  EXPECT_EQ(e.host.log.back(), "set_held S1 keep");
  EXPECT_NE(said("/rename The title").find("Renamed"), std::string::npos);
  EXPECT_NE(said("/usage").find("tokens in"), std::string::npos);
  EXPECT_NE(said("/help").find("/undo"), std::string::npos);
  EXPECT_TRUE(e.host.prompts.empty());
  e.client.prompt(e.id, "/usr/bin/false fails");
  EXPECT_EQ(e.host.prompts.size(), 1U) << "what is no command is for the model";
}

TEST(Session, TellsTheModelOfUnsavedBuffers) {
  const auto folder = base::TempDir::make();
  ASSERT_TRUE(folder);
  ASSERT_TRUE(base::write_file(folder->path() + "/a.py", "one\ntwo\n"));
  ASSERT_TRUE(base::write_file(folder->path() + "/b.py", "same\n"));
  Editor e(R"({"fs":{"readTextFile":true}})", folder->path());
  e.client.request("session/prompt", R"({"sessionId":"S1","prompt":[{"type":"text","text":"see "},{"type":"resource_link","uri":"file://)" + folder->path() + R"(/a.py","name":"a"},{"type":"resource_link","uri":"file:///etc/passwd","name":"p"}]})");
  auto asked = e.client.sent("fs/read_text_file");
  ASSERT_EQ(asked.size(), 1U) << "only files of the project";
  EXPECT_TRUE(e.host.prompts.empty()) << "the prompt waits for the editor";
  e.client.answer(json::int_or(json::find(asked[0], "id")), R"({"content":"one\nTWO\n"})");
  ASSERT_EQ(e.host.prompts.size(), 1U);
  EXPECT_NE(e.host.prompts[0].text.find("unsaved changes in `a.py`"), std::string::npos);
  EXPECT_NE(e.host.prompts[0].text.find("-two\n+TWO\n"), std::string::npos);
  // While it works: a file that it reads.
  e.event("tool.call", R"({"id":"c1","name":"read","arguments":"{\"path\":\"b.py\"}"})");
  asked = e.client.sent("fs/read_text_file");
  ASSERT_EQ(asked.size(), 2U);
  e.client.answer(json::int_or(json::find(asked[1], "id")), R"({"content":"other\n"})");
  EXPECT_TRUE(e.host.log.back().starts_with("steer S1 The user's editor has unsaved changes in `b.py`")) << e.host.log.back();
  // Told once; and a client that has no such file is no problem.
  const auto calls = e.host.log.size();
  e.event("tool.call", R"({"id":"c2","name":"read","arguments":"{\"path\":\"b.py\"}"})");
  e.client.answer(json::int_or(json::find(e.client.sent("fs/read_text_file").back(), "id")), R"({"content":"other\n"})");
  e.event("tool.call", R"({"id":"c3","name":"read","arguments":"{\"path\":\"b.py\"}"})");
  e.client.refuse(json::int_or(json::find(e.client.sent("fs/read_text_file").back(), "id")), -32002);
  EXPECT_EQ(e.host.log.size(), calls);
  // An edit of plumb's own while the client reads: what it read before that is no change of the user's.
  ASSERT_TRUE(base::write_file(folder->path() + "/c.py", "before\n"));
  e.event("tool.call", R"({"id":"c4","name":"edit","arguments":"{\"path\":\"c.py\"}"})");
  ASSERT_TRUE(base::write_file(folder->path() + "/c.py", "after\n"));
  e.client.answer(json::int_or(json::find(e.client.sent("fs/read_text_file").back(), "id")), R"({"content":"before\n"})");
  EXPECT_EQ(e.host.log.size(), calls);
}

TEST(Session, OutlivesItsClient) {
  Editor e;
  e.client.prompt(e.id, "work");
  e.client.leave();
  EXPECT_EQ(e.host.observing(), 0U);
  plumb::Ended ended;
  ended.end = "done";
  e.host.end(e.id, ended);
  e.host.pump();   // callbacks find nobody
}

}  // namespace
}  // namespace acp

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/ids.h"
#include "fake_http.h"
#include "json/json.h"
#include "llm/catalogue.h"
#include "llm/probe.h"
#include "llm/record.h"

namespace llm {
namespace {

using base::Code;

const std::string k_key = "sk-secret-123456";

std::string say(const std::string& text) {
  return "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text +
         "\"},\"finish_reason\":null}]}\n\n";
}
const std::string k_stop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

class RecordingTape final : public Tape {
 public:
  base::Result<> request(const std::string& url, const std::string& body) override {
    if (refuse) return base::fail(Code::no_space, "disk full");
    exchanges.push_back({url, body, 0, {}, {}, {}});
    log += "request ";
    return {};
  }
  void head(int status, const io::Headers& headers) override {
    exchanges.back().status = status;
    exchanges.back().headers = headers;
    log += "head ";
  }
  void bytes(std::string_view bytes) override { exchanges.back().response += bytes; }
  void end(const std::string& error) override {
    exchanges.back().error = error;
    log += "end ";
  }
  std::vector<Exchange> exchanges;
  std::string log;
  bool refuse = false;
};

class Client : public ::testing::Test {
 protected:
  Client() {
    provider.name = "p";
    provider.wire = "chat";
    provider.base_url = "https://user:pw@host/v1";
    info.provider = "p";
    info.id = "m";
    options.key = k_key;
    options.tape = &tape;
    options.backoff_start = options.backoff_max = io::Millis(2);
    request.items = {UserMessage{"hi", {}}};
  }

  base::Result<Response> respond() {
    auto made = make_model(http, provider, info, options);
    EXPECT_TRUE(made);
    model = std::move(*made);
    return again();
  }
  base::Result<Response> again() {
    EventSink sink = [this](const Event& event) {
      events.push_back(event);
      if (const auto* text = std::get_if<TextDelta>(&event)) shown += text->text;
      if (std::holds_alternative<Retrying>(event)) shown += "<void>";
    };
    return loop.run(model->respond(request, std::move(sink)));
  }
  [[nodiscard]] std::vector<Retrying> retries() const {
    std::vector<Retrying> out;
    for (const auto& event : events)
      if (const auto* retry = std::get_if<Retrying>(&event)) out.push_back(*retry);
    return out;
  }
  static std::string text(const Response& response) {
    std::string out;
    for (const auto& item : response.items)
      if (const auto* message = std::get_if<AssistantMessage>(&item)) out += message->text;
    return out;
  }

  io::Loop loop;
  FakeHttp http;
  Provider provider;
  ModelInfo info;
  WireOptions options;
  Request request;
  RecordingTape tape;
  std::unique_ptr<Model> model;
  std::vector<Event> events;
  std::string shown;
};

TEST_F(Client, AnswersOnTheHappyPathOfEachWire) {
  const std::pair<const char*, std::string> wires[] = {
      {"chat", say("yes") + k_stop},
      {"messages", "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"yes\"}}\n\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n"},
      {"responses", "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"yes\"}]}}\n\ndata: {\"type\":\"response.completed\",\"response\":{}}\n\n"}};
  for (const auto& [wire, body] : wires) {
    info.wire = wire;
    http.answers = {{200, body}};
    const auto response = respond();
    ASSERT_TRUE(response) << response.error().what;
    EXPECT_EQ(text(*response), "yes") << wire;
  }
  EXPECT_EQ(http.requests[0].url, "https://user:pw@host/v1/chat/completions");
  EXPECT_EQ(io::header(http.requests[0].headers, "Authorization"), "Bearer " + k_key);
  EXPECT_EQ(io::header(http.requests[1].headers, "x-api-key"), k_key);
  EXPECT_EQ(io::header(http.requests[1].headers, "anthropic-version"), "2023-06-01");
  EXPECT_EQ(http.requests[2].url, "https://user:pw@host/v1/responses");
}

TEST_F(Client, RefusesAnUnknownWire) {
  info.wire = "telepathy";
  const auto made = make_model(http, provider, info, options);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Code::unsupported);
}

TEST_F(Client, TriesAgainAndVoidsWhatWasStreamed) {
  http.answers = {{429, R"({"error":{"message":"slow down"}})", {{"retry-after-ms", "3"}}},
                  {200, say("half of it, then"), {}, "connection reset"},
                  {529, "", {}},
                  {200, say("half") },                       // ends without its end
                  {200, "data: {\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"},
                  {200, say("whole") + k_stop}};
  const auto response = respond();
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(text(*response), "whole");
  EXPECT_EQ(shown, "<void>half of it, then<void><void>half<void><void>whole");
  ASSERT_EQ(retries().size(), 5u);
  EXPECT_EQ(retries()[0].attempt, 1);
  EXPECT_GE(retries()[0].wait_ms, 3);
  EXPECT_NE(retries()[0].why.find("slow down"), std::string::npos);
  EXPECT_EQ(response->usage.output, 2);
}

TEST_F(Client, NeverTriesAgainWhatCannotGetBetter) {
  const std::pair<int, const char*> table[] = {{400, "bad"}, {401, "bad key"}, {403, "no"}, {404, "what"},
                                               {429, R"({"error":{"code":"insufficient_quota","message":"pay"}})"}};
  for (const auto& [status, body] : table) {
    http.answers = {{status, body}, {200, say("x") + k_stop}};
    EXPECT_FALSE(respond()) << status;
    EXPECT_EQ(http.answers.size(), 1u) << status;
  }
}

TEST_F(Client, GivesUpInTheEndAndSaysHowOftenItTried) {
  options.retries_max = 3;
  for (int i = 0; i < 10; ++i) http.answers.push_back({503, "busy"});
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unavailable);
  EXPECT_NE(response.error().what.find("after 4 attempts"), std::string::npos) << response.error().what;
  EXPECT_EQ(http.requests.size(), 4u);
}

TEST_F(Client, TriesAnEmptyTurnTwiceMoreAndThenSaysSo) {
  for (int i = 0; i < 5; ++i) http.answers.push_back({200, k_stop});
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::protocol);
  EXPECT_NE(response.error().what.find("empty answer"), std::string::npos);
  EXPECT_EQ(http.requests.size(), 3u);
}

TEST_F(Client, TriesASilentServerAgain) {
  http.answers = {{0, "", {}, "no byte for 120 s", Code::timeout}, {200, say("half"), {}, "no byte for 120 s", Code::timeout}, {200, say("ok") + k_stop}};
  EXPECT_TRUE(respond());
  http.answers.assign(9, {200, say("half"), {}, "no byte for 120 s", Code::timeout});
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::timeout);
}

TEST_F(Client, DoesNotWaitLongerThanAPersonWould) {
  http.answers = {{429, "quota", {{"retry-after", "7200"}}}};
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::rate_limited);
  EXPECT_NE(response.error().what.find("7200 s"), std::string::npos);
}

TEST_F(Client, HangsUpOnAServerThatKeepsTheLineOpen) {
  http.answers = {{.body = say("done") + k_stop, .hangs = true}};
  const auto began = base::steady_ms();
  const auto response = respond();
  ASSERT_TRUE(response) << response.error().what;
  EXPECT_EQ(text(*response), "done");
  EXPECT_LT(base::steady_ms() - began, 30000);   // the fake's line stays open for 60 s
  EXPECT_EQ(tape.exchanges.back().error, "");
}

TEST_F(Client, HangsUpOnAServerThatKeepsTheLineOpenAfterAnError) {
  http.answers = {{.body = "data: {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}\n\n", .hangs = true}};
  const auto began = base::steady_ms();
  EXPECT_FALSE(respond());
  EXPECT_LT(base::steady_ms() - began, 30000);   // the fake's line stays open for 60 s
}

io::Task<> cancel_soon(io::CancelSource& source) {
  const io::Millis soon(30);
  (void)co_await io::sleep(soon);
  source.cancel();
}

TEST_F(Client, IsCancelledWhileItStreamsAndWhileItWaits) {
  const Canned cases[] = {{.body = say("half"), .hangs = true}, {503, "busy", {{"retry-after", "60"}}}};
  for (const auto& canned : cases) {
    http.answers = {canned};
    model = std::move(*make_model(http, provider, info, options));
    io::CancelSource source;
    io::Scope scope(loop);
    const auto began = base::steady_ms();
    const auto run = [](io::Scope& owner, io::CancelSource& stop, Model& asked, Request question) -> io::Task<base::Result<Response>> {
      owner.spawn(cancel_soon(stop));
      auto task = asked.respond(std::move(question), nullptr);
      auto result = co_await io::cancellable(stop, std::move(task));
      co_await owner.wait();
      co_return result;
    };
    const auto response = loop.run(run(scope, source, *model, request));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Code::cancelled);
    EXPECT_LT(base::steady_ms() - began, 30000);   // both would take 60 s
    EXPECT_EQ(http.requests.size(), 1u);
    http.requests.clear();
  }
}

TEST_F(Client, TapesEachExchangeWithoutTheKey) {
  http.answers = {{401, "Incorrect API key provided: " + k_key, {{"x-echo", k_key}, {"set-cookie", "session=1"}}}};
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::unauthenticated);
  EXPECT_EQ(response.error().what.find(k_key), std::string::npos) << response.error().what;
  ASSERT_EQ(tape.exchanges.size(), 1u);
  const auto& exchange = tape.exchanges[0];
  EXPECT_EQ(exchange.url, "https://host/v1/chat/completions");
  EXPECT_EQ(exchange.response.find(k_key), std::string::npos);
  for (const auto& [name, value] : exchange.headers) {
    EXPECT_EQ(value.find(k_key), std::string::npos);
    EXPECT_NE(name, "set-cookie");
  }
  EXPECT_EQ(tape.log, "request head end ");
}

TEST_F(Client, TapesEveryAttempt) {
  const std::string stream = say("ok") + k_stop;
  http.answers = {{503, "busy"}, {0, "", {}, "connection refused"}, {200, say("ha"), {}, "reset"}, {200, stream}};
  ASSERT_TRUE(respond());
  EXPECT_EQ(tape.log, "request head end request end request head end request head end ");
  EXPECT_EQ(tape.exchanges[0].response, "busy");
  EXPECT_EQ(tape.exchanges[1].error, "unavailable: connection refused");
  EXPECT_EQ(tape.exchanges[2].error, "unavailable: reset");
  EXPECT_EQ(tape.exchanges[3].response, stream);
  EXPECT_EQ(tape.exchanges[3].request, http.requests[3].body);
}

TEST_F(Client, SendsNothingThatCannotBeTaped) {
  tape.refuse = true;
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::no_space);
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(Client, LeavesOutWhatTheServerRefusesAndRemembersIt) {
  http.answers = {{400, R"({"error":{"message":"Unknown parameter: 'stream_options'.","param":"stream_options"}})"},
                  {200, say("ok") + k_stop}, {200, say("ok") + k_stop}};
  ASSERT_TRUE(respond());
  EXPECT_NE(http.requests[0].body.find("stream_options"), std::string::npos);
  EXPECT_EQ(http.requests[1].body.find("stream_options"), std::string::npos);
  EXPECT_NE(retries()[0].why.find("stream_options"), std::string::npos);
  ASSERT_TRUE(again());
  EXPECT_EQ(http.requests[2].body.find("stream_options"), std::string::npos);
}

TEST_F(Client, DoesNotRepeatARefusedRequestThatStaysTheSame) {
  http.answers.assign(5, {400, R"({"error":{"message":"Unknown parameter: 'store'"}})"});
  EXPECT_FALSE(respond());
  EXPECT_EQ(http.requests.size(), 1u);
}

TEST_F(Client, MakesCallIdsUniqueInTheConversation) {
  request.items = {UserMessage{"hi", {}}, ToolCall{"call_0", "f", "{}", false, ""}, ToolResult{"call_0", "x", false, {}, false}};
  http.answers = {{200, "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_0\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"index\":1,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n"}};
  const auto response = respond();
  ASSERT_TRUE(response);
  ASSERT_EQ(response->items.size(), 2u);
  EXPECT_EQ(std::get<ToolCall>(response->items[0]).id, "call_0_2");
  EXPECT_NE(std::get<ToolCall>(response->items[1]).id, "call_0_2");
}

TEST_F(Client, NoticesAPromptThatWasCutInSilence) {
  provider.name = info.provider = "ollama";
  info.window = 4096;
  request.items = {UserMessage{std::string(100000, 'x'), {}}};
  http.answers = {{200, say("hm") + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":4000,\"completion_tokens\":2}}\n\n"}};
  const auto response = respond();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Code::context_overflow);
  EXPECT_NE(response.error().what.find("num_ctx"), std::string::npos);
}

TEST_F(Client, ReplaysARunWithItsFailuresAndWithoutItsWaits) {
  http.answers = {{429, "slow", {{"retry-after-ms", "5"}}}, {200, say("ha"), {}, "reset"}, {200, say("whole") + k_stop}, {200, say("second") + k_stop}};
  const auto first = respond();
  ASSERT_TRUE(first);
  const auto first_shown = shown;
  request.items.emplace_back(AssistantMessage{"whole", ""});
  request.items.emplace_back(UserMessage{"more", {}});
  ASSERT_TRUE(again());

  std::vector<std::size_t> different;
  auto taped = tape.exchanges;
  taped[2].headers.emplace_back("retry-after", "30");
  info.wire = "chat";
  auto replay = make_replay(provider, info, taped, [&](std::size_t n) { different.push_back(n); });
  ASSERT_TRUE(replay);
  model = std::move(*replay);
  request.items = {UserMessage{"hi", {}}};
  events.clear();
  shown.clear();
  const auto replayed = again();
  ASSERT_TRUE(replayed) << replayed.error().what;
  EXPECT_EQ(json::dump(response_to_json(*replayed)), json::dump(response_to_json(*first)));
  EXPECT_EQ(shown, first_shown);
  for (const auto& retry : retries()) EXPECT_EQ(retry.wait_ms, 0);
  EXPECT_TRUE(different.empty());
  request.items = {UserMessage{"something else", {}}};
  EXPECT_TRUE(again());
  EXPECT_EQ(different, std::vector<std::size_t>{3});
  const auto end = again();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Code::not_found);
}

TEST_F(Client, ReplaysTheBuiltinModel) {
  info.wire = "builtin";
  Response answer;
  answer.items = {AssistantMessage{"hello", ""}, ToolCall{"1", "shell", "{}", false, ""}};
  answer.stop = Stop::tool_calls;
  std::vector<Exchange> exchanges(2);
  exchanges[0].request = json::dump(request_to_json(request));
  exchanges[0].response = record_line(Event{TextDelta{"hello"}}) + record_line(answer);
  exchanges[1].response = record_line(base::Error{Code::unsupported, "cannot"});
  auto replay = make_replay(info, exchanges, nullptr);
  ASSERT_TRUE(replay);
  model = std::move(*replay);
  const auto response = again();
  ASSERT_TRUE(response);
  EXPECT_EQ(shown, "hello");
  EXPECT_EQ(json::dump(response_to_json(*response)), json::dump(response_to_json(answer)));
  const auto second = again();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::unsupported);
}

TEST_F(Client, ProbesAModel) {
  const std::string calls = "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"temperature\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}},{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"temperature\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n";
  http.answers = {{200, say("one, ") + say("two") + k_stop}, {200, calls}};
  info.window = 1000;
  model = std::move(*make_model(http, provider, info, options));
  std::string good;
  for (const auto& result : loop.run(probe(*model))) good += result.what + (result.ok ? "+ " : "- ");
  EXPECT_EQ(good, "answer+ streaming+ tool call+ parallel tool calls+ usage+ context size+ ");
  http.answers = {{401, "no"}};
  good.clear();
  for (const auto& result : loop.run(probe(*model))) good += result.what + (result.ok ? "+ " : result.tried ? "- " : "? ");
  EXPECT_EQ(good, "answer- streaming? tool call? parallel tool calls? usage? context size? ");
}

}  // namespace
}  // namespace llm

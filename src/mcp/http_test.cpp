// Servers at an address, played by a client in memory.

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>

#include "json/json.h"
#include "listed_tool.h"
#include "mcp/client.h"

namespace mcp {
namespace {

using base::Code;
using base::Result;

struct Reply {
  int status = 200;
  std::string type = "application/json", body;
  io::Headers headers;
  bool stays_open = false;   ///< a stream that the server does not close
};

class FakeHttp final : public io::HttpClient {
 public:
  std::function<Reply(const io::HttpRequest&, const json::Value& message)> answer;
  std::vector<io::HttpRequest> seen;

  io::Task<Result<io::HttpResponse>> fetch(io::HttpRequest request, io::HttpSink sink) override {
    const auto message = json::parse(request.body.empty() ? "{}" : request.body);
    auto reply = answer(request, message ? *message : json::Value());
    seen.push_back(std::move(request));
    io::HttpResponse head;
    head.status = reply.status;
    head.headers = reply.headers;
    head.headers.emplace_back("Content-Type", reply.type);
    if (sink.on_head) sink.on_head(head);
    for (std::size_t at = 0; sink.on_body && at < reply.body.size(); at += 7) sink.on_body(std::string_view(reply.body).substr(at, 7));
    if (reply.stays_open) CO_TRY_DO(co_await io::sleep(io::Millis(60000)));
    co_return head;
  }
};

std::string result_of(const json::Value& message, const std::string& result) {
  return R"({"jsonrpc":"2.0","id":)" + json::dump(*json::find(message, "id")) + R"(,"result":)" + result + "}";
}
std::string error_of(const json::Value& message, int code) {
  return R"({"jsonrpc":"2.0","id":)" + json::dump(*json::find(message, "id")) + R"(,"error":{"code":)" + std::to_string(code) + R"(,"message":"no"}})";
}
std::string method_of(const json::Value& message) { return std::string(json::string_or(json::find(message, "method"))); }

constexpr const char* k_discovered = R"({"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{},"ttlMs":0,"cacheScope":"private"})";
constexpr const char* k_tools =
    R"({"tools":[{"name":"look","inputSchema":{"type":"object","properties":{"where":{"type":"string","x-mcp-header":"Where"},"n":{"type":"integer","x-mcp-header":"N"},"q":{"type":"string"}}}}]})";
constexpr const char* k_said = R"({"content":[{"type":"text","text":"seen"}]})";

Reply modern(const json::Value& message) {
  const auto method = method_of(message);
  if (method == "server/discover") return {200, "application/json", result_of(message, k_discovered), {}, false};
  if (method == "tools/list") return {200, "application/json", result_of(message, k_tools), {}, false};
  return {200, "application/json", result_of(message, k_said), {}, false};
}

Reply legacy(const json::Value& message) {
  const auto method = method_of(message);
  if (json::find(message, "id") == nullptr) return {202, "application/json", "", {}, false};
  if (method == "server/discover") return {400, "application/json", error_of(message, -32000), {}, false};
  if (method == "initialize")
    return {200, "application/json", result_of(message, R"({"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"old"}})"),
            {{"Mcp-Session-Id", "s1"}}, false};
  if (method == "tools/list") return {200, "application/json", result_of(message, k_tools), {}, false};
  return {200, "application/json", result_of(message, k_said), {}, false};
}

struct Told {
  ServerInfo info;
  Result<CallResult> result = base::fail(Code::internal, "not called");
};

io::Task<Result<Told>> visit(io::Loop& loop, FakeHttp& http, Options options, std::string arguments) {
  Address address{"https://example.org/mcp", {{"Authorization", "Bearer k"}}};
  CO_TRY(auto client, co_await Client::connect(loop, http, std::move(address), std::move(options)));
  Told out;
  out.info = client->info();
  OnProgress none;
  out.result = co_await client->call("look", std::move(arguments), std::move(none));
  co_await client->close();
  co_return out;
}

Result<Told> run(FakeHttp& http, const std::string& arguments = "{}", Options options = {}) {
  io::Loop loop;
  return loop.run(visit(loop, http, std::move(options), arguments));
}

TEST(McpHttp, SpeaksTheNewerEraWithItsHeaders) {
  FakeHttp http;
  http.answer = [](const io::HttpRequest&, const json::Value& message) { return modern(message); };
  const auto told = run(http, R"({"where":" Köln ","n":5,"q":"x"})");
  ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
  EXPECT_EQ(told->info.protocol, k_modern);
  EXPECT_EQ(told->result->text, "seen");
  for (const auto& request : http.seen) {
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(io::header(request.headers, "mcp-protocol-version"), k_modern);
    EXPECT_EQ(io::header(request.headers, "authorization"), "Bearer k");
    EXPECT_EQ(io::header(request.headers, "mcp-session-id"), "");
  }
  const auto& call = http.seen.back().headers;
  EXPECT_EQ(io::header(call, "mcp-method"), "tools/call");
  EXPECT_EQ(io::header(call, "mcp-name"), "look");
  EXPECT_EQ(io::header(call, "mcp-param-where"), "=?base64?IEvDtmxuIA==?=");
  EXPECT_EQ(io::header(call, "mcp-param-n"), "5");
  EXPECT_EQ(io::header(call, "mcp-param-q"), "");
}

/// A server of the newer era that asks before it answers.
Reply asking(const json::Value& message) {
  if (method_of(message) != "tools/call" || json::find(message, "params", "inputResponses") != nullptr) return modern(message);
  return {200, "application/json",
          result_of(message, R"({"resultType":"input_required","requestState":"s","inputRequests":{"q":{"method":"elicitation/create",)"
                             R"("params":{"message":"How many?","requestedSchema":{"type":"object","properties":{"n":{"type":"integer","default":3}}}}}}})"),
          {}, false};
}

TEST(McpHttp, AnswersAQuestionInTheMiddleOfACall) {
  for (const auto action : {Answer::Action::accept, Answer::Action::decline}) {
    FakeHttp http;
    http.answer = [](const io::HttpRequest&, const json::Value& message) { return asking(message); };
    Options options;
    options.on_question = [action](Question question) -> io::Task<Answer> {
      auto answer = accept_defaults(question);
      answer.action = action;
      co_return answer;
    };
    const auto told = run(http, "{}", std::move(options));
    ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
    const auto last = json::parse(http.seen.back().body).value();
    EXPECT_EQ(json::string_or(json::find(last, "params", "requestState")), "s");
    const bool accepts = action == Answer::Action::accept;
    EXPECT_EQ(json::string_or(json::find(last, "params", "inputResponses", "q", "action")), accepts ? "accept" : "decline");
    EXPECT_EQ(json::int_or(json::find(last, "params", "inputResponses", "q", "content", "n")), accepts ? 3 : 0);
    EXPECT_EQ(told->result->text.find("How many?") == std::string::npos, accepts) << told->result->text;   // the model learns of a no
    const auto* can = json::find(last, "params", "_meta", "io.modelcontextprotocol/clientCapabilities", "elicitation");
    EXPECT_NE(can, nullptr);
  }
}

TEST(McpHttp, AQuestionThatNobodyCanAnswerEndsTheCall) {
  FakeHttp http;
  http.answer = [](const io::HttpRequest&, const json::Value& message) { return asking(message); };
  const auto told = run(http);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->result.error().code, Code::unsupported);
}

TEST(McpHttp, AsksAgainWhereTheVersionWasRefusedAndIsSupported) {
  FakeHttp http;
  int asked = 0;
  http.answer = [&](const io::HttpRequest&, const json::Value& message) {
    if (++asked > 1) return modern(message);
    return Reply{400, "application/json",
                 R"({"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2026-07-28"],"requested":"x"}}})", {}, false};
  };
  const auto told = run(http);
  ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
  EXPECT_EQ(told->info.protocol, k_modern);
}

TEST(McpHttp, FallsBackToTheHandshakeAndKeepsTheSession) {
  FakeHttp http;
  http.answer = [](const io::HttpRequest&, const json::Value& message) { return legacy(message); };
  const auto told = run(http);
  ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
  EXPECT_EQ(told->info.protocol, "2025-06-18");
  const auto& call = http.seen[http.seen.size() - 2];
  EXPECT_EQ(io::header(call.headers, "mcp-session-id"), "s1");
  EXPECT_EQ(io::header(call.headers, "mcp-protocol-version"), "2025-06-18");
  EXPECT_EQ(io::header(call.headers, "mcp-method"), "");
  EXPECT_EQ(http.seen.back().method, "DELETE");
  EXPECT_EQ(http.seen[1].body.find("_meta"), std::string::npos);
}

TEST(McpHttp, ReadsAStreamThatTheServerLeavesOpen) {
  FakeHttp http;
  http.answer = [](const io::HttpRequest&, const json::Value& message) {
    if (method_of(message) != "tools/call") return modern(message);
    return Reply{200, "text/event-stream",
                 "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}\n\nevent: message\ndata: " +
                     result_of(message, k_said) + "\n\n",
                 {}, true};
  };
  const auto told = run(http);
  ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
  EXPECT_EQ(told->result->text, "seen");
}

TEST(McpHttp, TakesABrokenStreamUpWhereItEnded) {
  FakeHttp http;
  std::string answer;
  http.answer = [&](const io::HttpRequest& request, const json::Value& message) {
    if (request.method == "GET") {
      EXPECT_EQ(io::header(request.headers, "last-event-id"), "e7");
      return Reply{200, "text/event-stream", "data: " + answer + "\n\n", {}, false};
    }
    if (method_of(message) != "tools/call") return legacy(message);
    answer = result_of(message, k_said);
    return Reply{200, "text/event-stream", "retry: 10\nid: e7\ndata:\n\n", {}, false};
  };
  const auto told = run(http);
  ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
  EXPECT_EQ(told->result->text, "seen");
}

TEST(McpHttp, ShakesHandsAgainWhenTheSessionWasForgotten) {
  FakeHttp http;
  int calls = 0, handshakes = 0;
  std::string last_session;
  http.answer = [&](const io::HttpRequest& request, const json::Value& message) {
    last_session = io::header(request.headers, "mcp-session-id");
    if (method_of(message) == "tools/call" && ++calls == 1) return Reply{404, "text/plain", "gone", {}, false};
    auto reply = legacy(message);
    if (method_of(message) == "initialize") {
      EXPECT_EQ(last_session, "");
      reply.headers = {{"Mcp-Session-Id", "s" + std::to_string(++handshakes)}};
    }
    return reply;
  };
  const auto told = run(http);
  ASSERT_TRUE(told && told->result) << (told ? told->result.error().what : told.error().what);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(last_session, "s2");
}

TEST(McpHttp, SaysWhatIsMissing) {
  const auto error = [](int status) {
    FakeHttp http;
    http.answer = [status](const io::HttpRequest&, const json::Value&) { return Reply{status, "text/plain", "x", {}, false}; };
    const auto told = run(http);
    return told ? Code::internal : told.error().code;
  };
  EXPECT_EQ(error(401), Code::unauthenticated);
  EXPECT_EQ(error(403), Code::denied);
  EXPECT_EQ(error(500), Code::unavailable);
  EXPECT_EQ(error(404), Code::protocol);
  io::Loop loop;
  FakeHttp http;
  const auto bad = loop.run(Client::connect(loop, http, {"ftp://x", {}}, {}));
  EXPECT_EQ(bad.error().code, Code::invalid);
}

TEST(McpHttp, BoundsWhatComesIn) {
  FakeHttp http;
  http.answer = [](const io::HttpRequest&, const json::Value& message) {
    if (method_of(message) == "tools/call") return Reply{200, "application/json", std::string(k_message_max + 100, ' '), {}, true};
    return modern(message);
  };
  const auto told = run(http);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->result.error().code, Code::too_big) << told->result.error().what;
}

TEST(McpHeaders, AreInBase64WhereTheyMust) {
  for (const auto& [value, header] : std::vector<std::pair<std::string, std::string>>{
           {"us-east1", "us-east1"}, {"", ""}, {"a b", "a b"}, {" a", "=?base64?IGE=?="}, {"a ", "=?base64?YSA=?="},
           {"\ta", "=?base64?CWE=?="}, {"a\r\nX: y", "=?base64?YQ0KWDogeQ==?="}, {"=?base64?eA==?=", "=?base64?PT9iYXNlNjQ/ZUE9PT89?="}})
    EXPECT_EQ(header_value(value), header);
}

TEST(McpHeaders, AToolWithOddOnesIsLeftOut) {
  const auto reads = [](const std::string& properties) {
    const auto value = json::parse(R"({"name":"t","inputSchema":{"type":"object","properties":)" + properties + "}}");
    return value && read_tool(*value).has_value();
  };
  EXPECT_TRUE(reads(R"({"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"boolean","x-mcp-header":"B"}})"));
  for (const char* wrong : {R"({"a":{"type":"string","x-mcp-header":""}})", R"({"a":{"type":"object","x-mcp-header":"A"}})",
                            R"({"a":{"type":"number","x-mcp-header":"A"}})", R"({"a":{"type":"string","x-mcp-header":"A B"}})",
                            R"({"a":{"type":"string","x-mcp-header":"A:"}})", R"({"a":{"type":"string","x-mcp-header":"é"}})",
                            R"({"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}})"})
    EXPECT_FALSE(reads(wrong)) << wrong;
}

}  // namespace
}  // namespace mcp

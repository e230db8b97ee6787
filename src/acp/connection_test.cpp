// The connection as JSON-RPC: what is wrong is answered as the standard says, and nothing else happens.

#include <gtest/gtest.h>

#include <random>

#include "fake_client.h"

namespace acp {
namespace {

TEST(Connection, AnswersWhatIsWrongAsJsonRpcSays) {
  struct Case {
    const char* message;
    int code;
    const char* id;
  };
  const Case cases[] = {
      {"", -32700, "null"},
      {"{", -32700, "null"},
      {"\xff\xfe", -32700, "null"},
      {R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"x":"\ud800"}})", -32700, "null"},
      {"[]", -32600, "null"},
      {R"([{"jsonrpc":"2.0","id":1,"method":"initialize"}])", -32600, "null"},
      {"7", -32600, "null"},
      {R"({"id":1,"method":"initialize"})", -32600, "1"},
      {R"({"jsonrpc":"1.0","id":"a","method":"initialize"})", -32600, "\"a\""},
      {R"({"jsonrpc":"2.0","id":2})", -32600, "2"},
      {R"({"jsonrpc":"2.0","id":3,"method":5})", -32600, "3"},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"initialize"})", -32600, "null"},
      {R"({"jsonrpc":"2.0","id":{},"method":"initialize"})", -32600, "null"},
      {R"({"jsonrpc":"2.0","id":4,"method":"initialize","params":[1]})", -32602, "4"},
      {R"({"jsonrpc":"2.0","id":5,"method":"session/new","params":{}})", -32600, "5"},
      {R"({"jsonrpc":"2.0","id":6,"method":"no/such"})", -32601, "6"},
      {R"({"jsonrpc":"2.0","id":7,"method":"_plumb/no/such"})", -32601, "7"},
      {R"({"jsonrpc":"2.0","id":null,"method":"no/such"})", -32601, "null"},
  };
  FakeHost host;
  for (const auto& one : cases) {
    FakeClient client(host);
    client.raw(one.message);
    ASSERT_EQ(client.messages.size(), 1U) << one.message;
    const auto& answer = client.messages[0];
    EXPECT_EQ(json::int_or(json::find(answer, "error", "code")), one.code) << json::dump(answer);
    EXPECT_EQ(json::dump(*json::find(answer, "id")), one.id) << one.message;
  }
}

TEST(Connection, IgnoresUnknownNotificationsMembersAndAnswers) {
  FakeHost host;
  FakeClient client(host);
  client.raw(R"({"jsonrpc":"2.0","method":"no/such","params":{}})");
  client.raw(R"({"jsonrpc":"2.0","method":"session/cancel","params":[1]})");
  client.raw(R"({"jsonrpc":"2.0","id":99,"result":{}})");
  client.raw(R"({"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"m"}})");
  EXPECT_TRUE(client.messages.empty());
  const int id = client.request("initialize", R"({"protocolVersion":1,"nobodyKnows":{"a":[1]},"clientCapabilities":{"future":true}})");
  EXPECT_FALSE(client.result(id).is_null());
}

TEST(Connection, NegotiatesTheVersionAndTellsWhatItCan) {
  FakeHost host;
  for (const auto& [asked, spoken] : {std::pair{0, 1}, {1, 1}, {2, 1}, {65535, 1}}) {
    FakeClient client(host);
    const auto answer = client.call("initialize", R"({"protocolVersion":)" + std::to_string(asked) + "}");
    EXPECT_EQ(json::int_or(json::find(answer, "protocolVersion")), spoken);
    EXPECT_TRUE(json::bool_or(json::find(answer, "agentCapabilities", "loadSession")));
    EXPECT_TRUE(json::bool_or(json::find(answer, "agentCapabilities", "promptCapabilities", "image")));
    EXPECT_EQ(json::string_or(json::find(answer, "agentInfo", "version")), "1.2.3");
    const auto* methods = json::array_or_null(json::find(answer, "agentCapabilities", "_meta", "plumb", "methods"));
    ASSERT_NE(methods, nullptr);
    EXPECT_EQ(methods->size(), 25U);
  }
  FakeClient client(host);
  EXPECT_EQ(client.failure("initialize", R"({})"), -32602);
  EXPECT_EQ(client.failure("initialize", R"({"protocolVersion":"one"})"), -32602);
}

TEST(Connection, AuthenticatesWhereAModelCanBeUsed) {
  FakeHost host;
  FakeClient client(host);
  client.initialize();
  EXPECT_TRUE(client.call("authenticate", R"({"methodId":"environment"})").is_object());
  EXPECT_EQ(client.failure("authenticate", R"({"methodId":"password"})"), -32602);
  host.known_models = {{"far/away", "", false, false}};
  EXPECT_EQ(client.failure("authenticate", R"({"methodId":"environment"})"), -32000);
}

TEST(Connection, RefusesAMessageThatIsTooLarge) {
  FakeHost host;
  ConnectionOptions options;
  options.message_max = 100;
  FakeClient client(host, options);
  client.raw(std::string(101, ' '));
  ASSERT_EQ(client.messages.size(), 1U);
  EXPECT_EQ(json::int_or(json::find(client.messages[0], "error", "code")), -32600);
}

TEST(Connection, RefusesASecondRequestOfTheSameId) {
  FakeHost host;
  FakeClient client(host);
  client.initialize();
  const auto id = client.open();
  const int first = client.prompt(id, "work");
  client.raw(R"({"jsonrpc":"2.0","id":)" + std::to_string(first) + R"(,"method":"session/list"})");
  EXPECT_EQ(client.error(first), -32600);
}

TEST(Connection, GivesUpAClientThatDoesNotRead) {
  FakeHost host;
  FakeClient client(host);
  client.initialize();
  client.transport.held = k_queue_max + 1;
  client.request("session/list", "{}");
  EXPECT_FALSE(client.transport.closed.empty());
  client.transport.held = 0;
  const auto before = client.messages.size();
  client.request("session/list", "{}");
  EXPECT_EQ(client.messages.size(), before) << "a closed connection says nothing more";
}

TEST(Connection, SurvivesGarbage) {
  // Pieces of real messages, put together at random: nothing of it may crash, and every answer must be a message.
  const char* pieces[] = {"{", "}", "[", "]", ",", ":", R"("jsonrpc":"2.0")", R"("id":1)", R"("method":"session/prompt")", R"("method":"session/new")",
                          R"("params":{"sessionId":"S1","prompt":[{"type":"text","text":"/undo x"}]})", R"("params":{"cwd":"/p","mcpServers":[]})",
                          R"("params":null)", R"("method":"_plumb/file")", R"("result":{})", R"("error":null)", "\xc3", "\"", "\\u0000", "null", "1e999"};
  std::mt19937 random(7);
  FakeHost host;
  FakeClient client(host);
  client.initialize();
  client.open();
  for (int i = 0; i < 5'000; ++i) {
    std::string message;
    const auto count = 1 + random() % 9;
    for (unsigned k = 0; k < count; ++k) message += pieces[random() % std::size(pieces)];
    client.raw(message);
  }
  for (const auto& message : client.messages) EXPECT_EQ(json::string_or(json::find(message, "jsonrpc")), "2.0");
  EXPECT_FALSE(client.call("session/list", "{}").is_null()) << "it still works";
}

}  // namespace
}  // namespace acp

// The protocol, message by message, over a real Host that has nothing to do. What tools do: tests/mcp/as_server.py.

#include "mcp_server/connection.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "json/json.h"

namespace mcp_server {
namespace {

class Wire final : public acp::Transport {
 public:
  void send(std::string message) override { messages.push_back(std::move(message)); }
  [[nodiscard]] std::size_t waiting() const override { return unread; }
  void close(std::string_view why) override { closed = why; }
  std::vector<std::string> messages;
  std::size_t unread = 0;
  std::string closed;
};

constexpr const char* k_meta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";

class McpServerTest : public testing::Test {
 protected:
  McpServerTest() {
    plumb::HostOptions options;
    options.inherit = false;
    options.env = {{"PLUMB_HOME", dir_.path() + "/home"}, {"HOME", dir_.path()}};
    host_ = std::move(plumb::Host::open(std::move(options)).value());
    connection_ = std::make_unique<Connection>(*host_, wire_, Options{"1", dir_.path()});
  }
  ~McpServerTest() override { connection_.reset(); }
  /// The answer to one message; null = there was none at once.
  json::Value ask(const std::string& message) {
    wire_.messages.clear();
    connection_->receive(message);
    return wire_.messages.empty() ? json::Value() : json::parse(wire_.messages.back()).value();
  }
  json::Value ask(const std::string& method, const std::string& params) {
    return ask(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params + "}}");
  }
  void initialize() { (void)ask("initialize", R"("protocolVersion":"2025-11-25")"); }

  base::TempDir dir_ = base::TempDir::make("plumb-mcp-").value();
  std::unique_ptr<plumb::Host> host_;
  Wire wire_;
  std::unique_ptr<Connection> connection_;
};

std::int64_t code_of(const json::Value& answer) { return json::int_or(json::find(answer, "error", "code")); }

TEST_F(McpServerTest, RefusesWhatIsNoMessage) {
  EXPECT_EQ(code_of(ask("{")), -32700);
  EXPECT_EQ(code_of(ask("\xff")), -32700);
  EXPECT_EQ(code_of(ask("[]")), -32600);
  EXPECT_EQ(code_of(ask(R"({"id":1,"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(ask(R"({"jsonrpc":"2.0","id":{},"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(ask(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})")), -32600);
  EXPECT_TRUE(ask(R"({"jsonrpc":"2.0","id":1,"result":{}})").is_null());
  EXPECT_TRUE(ask(R"({"jsonrpc":"2.0","method":"notifications/other"})").is_null());
  wire_.messages.clear();
  connection_->refuse_oversized();
  EXPECT_EQ(code_of(json::parse(wire_.messages.at(0)).value()), -32600);
}

TEST_F(McpServerTest, AgreesOnAVersionOfTheOlderEra) {
  const auto version = [&](const std::string& asked) {
    const auto answer = ask("initialize", R"("protocolVersion":")" + asked + "\"");
    return std::string(json::string_or(json::find(answer, "result", "protocolVersion")));
  };
  EXPECT_EQ(code_of(ask("tools/list", "")), -32600);   // not before the handshake
  EXPECT_EQ(code_of(ask("server/discover", "")), -32602);
  for (const char* known : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) EXPECT_EQ(version(known), known);
  EXPECT_EQ(version("2031-01-01"), "2025-11-25");
  EXPECT_EQ(version("2026-07-28"), "2025-11-25");      // has no handshake
  EXPECT_EQ(json::array_or_null(json::find(ask("tools/list", ""), "result", "tools"))->size(), 4U);
}

TEST_F(McpServerTest, TheNewerEraNeedsNoHandshakeButItsMeta) {
  const auto found = ask("server/discover", k_meta);
  EXPECT_EQ(json::string_or(json::find(found, "result", "resultType")), "complete");
  const auto listed = ask("tools/list", k_meta);
  EXPECT_GT(json::int_or(json::find(listed, "result", "ttlMs")), 0);
  EXPECT_EQ(json::string_or(json::find(listed, "result", "cacheScope")), "public");
  EXPECT_EQ(listed, ask("tools/list", k_meta));        // the same order each time
  const auto other = ask("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2030-01-01"})");
  EXPECT_EQ(code_of(other), -32022);
  EXPECT_EQ(code_of(ask("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"})")), -32602);
  EXPECT_EQ(code_of(ask("initialize", k_meta)), -32601);
  EXPECT_EQ(code_of(ask("ping", k_meta)), -32601);
}

TEST_F(McpServerTest, WrongArgumentsAreAFailedCallAndAnUnknownToolAnError) {
  initialize();
  EXPECT_EQ(code_of(ask("tools/call", R"("name":"shell")")), -32602);
  EXPECT_EQ(code_of(ask("tools/call", R"("name":"check","arguments":[])")), -32602);
  for (const auto& [params, part] : std::vector<std::pair<std::string, std::string>>{
           {R"("name":"run_task")", "/task: expected a text"},
           {R"("name":"run_task","arguments":{"task":"x","cwd":5})", "/cwd: expected a string"},
           {R"("name":"run_task","arguments":{"task":"x","max_turns":0})", "/max_turns: expected an integer from 1"},
           {R"("name":"run_task","arguments":{"task":"x","cwd":"/no/such/folder"})", "no such folder"},
           {R"("name":"run_task","arguments":{"task":"x","session":"nosuch"})", "nosuch"},
           {R"("name":"read_session","arguments":{"limit":1000})", "/limit: expected an integer from 1 to 100"},
           {R"("name":"check","arguments":{"names":"a"})", "/names: expected an array of strings"},
           {R"("name":"search_code","arguments":{"pattern":"x","literal":1})", "/literal: expected true or false"}}) {
    const auto answer = ask("tools/call", params);
    EXPECT_TRUE(json::bool_or(json::find(answer, "result", "isError"))) << params;
    EXPECT_NE(json::dump(answer).find(part), std::string::npos) << json::dump(answer);
  }
}

TEST_F(McpServerTest, BoundsWhatIsAtWorkAndWhatWaits) {
  initialize();
  const auto begin = [&](int id) {
    return ask(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":"tools/call","params":{"name":"search_code","arguments":{"pattern":"x"}}})");
  };
  for (int id = 100; id < 116; ++id) EXPECT_TRUE(begin(id).is_null());
  EXPECT_EQ(code_of(begin(100)), -32600);   // at work already
  EXPECT_EQ(code_of(begin(200)), -32600);   // too many
  EXPECT_TRUE(ask(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":100}})").is_null());
  EXPECT_TRUE(begin(201).is_null());        // there is room again
  wire_.unread = acp::k_queue_max + 1;
  (void)ask("ping", "");
  EXPECT_NE(wire_.closed, "");
  EXPECT_TRUE(ask("ping", "").is_null());
}

}  // namespace
}  // namespace mcp_server

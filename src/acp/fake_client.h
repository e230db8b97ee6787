#pragma once
// A client in memory, for tests: sends requests, keeps what it is sent. What both sides say can be written to a file
// ($PLUMB_ACP_TRANSCRIPT), for tests/acp/schema_test.mjs.

#include <boost/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "acp/connection.h"
#include "fake_host.h"
#include "json/json.h"

namespace acp {

class FakeTransport final : public Transport {
 public:
  std::vector<std::string> sent;
  std::size_t held = 0;          ///< what waiting() says
  std::string closed;
  void send(std::string message) override { sent.push_back(std::move(message)); }
  [[nodiscard]] std::size_t waiting() const override { return held; }
  void close(std::string_view why) override { closed = why; }
};

class FakeClient {
 public:
  explicit FakeClient(FakeHost& host, ConnectionOptions options = {}) : host_(host) {
    options.version = "1.2.3";
    connection_ = std::make_unique<Connection>(host, transport, std::move(options));
  }
  FakeTransport transport;

  /// Any bytes, which need not be of the protocol.
  void raw(std::string_view message) {
    connection_->receive(message);
    pump();
  }
  void send(json::Object message) {
    message["jsonrpc"] = "2.0";
    const auto text = json::dump(message);
    record("client", text);
    raw(text);
  }
  int request(std::string_view method, std::string_view params) {
    const int id = ++last_id_;
    send({{"id", id}, {"method", method}, {"params", json::parse(params).value()}});
    return id;
  }
  void notify(std::string_view method, std::string_view params) { send({{"method", method}, {"params", json::parse(params).value()}}); }
  void answer(std::int64_t id, std::string_view result) { send({{"id", id}, {"result", json::parse(result).value()}}); }
  void refuse(std::int64_t id, int code) { send({{"id", id}, {"error", json::Object{{"code", code}, {"message", "no"}}}}); }
  /// The answer, null if there is none yet.
  json::Value reply(int id) {
    for (const auto& message : messages)
      if (json::find(message, "method") == nullptr && json::int_or(json::find(message, "id"), -1) == id) return message;
    return nullptr;
  }
  json::Value result(int id) {
    const auto message = reply(id);
    const auto* found = json::find(message, "result");
    return found == nullptr ? json::Value(nullptr) : *found;
  }
  int error(int id) { return static_cast<int>(json::int_or(json::find(reply(id), "error", "code"))); }
  std::string error_text(int id) { return std::string(json::string_or(json::find(reply(id), "error", "message"))); }
  json::Value call(std::string_view method, std::string_view params) { return result(request(method, params)); }
  int failure(std::string_view method, std::string_view params) { return error(request(method, params)); }

  json::Value initialize(std::string_view capabilities = "{}") {
    return call("initialize", R"({"protocolVersion":1,"clientCapabilities":)" + std::string(capabilities) + "}");
  }
  std::string open(const std::string& cwd = "/p") {
    return std::string(json::string_or(json::find(call("session/new", R"({"cwd":")" + cwd + R"(","mcpServers":[]})"), "sessionId")));
  }
  int prompt(const std::string& id, const std::string& text) {
    return request("session/prompt", json::dump(json::Object{{"sessionId", id}, {"prompt", json::Array{json::Object{{"type", "text"}, {"text", text}}}}}));
  }
  /// What session/update brought, of one kind ("" = all), oldest first.
  std::vector<json::Value> updates(std::string_view kind = {}) {
    std::vector<json::Value> out;
    for (const auto& message : messages) {
      const auto* update = json::find(message, "params", "update");
      if (update != nullptr && (kind.empty() || json::string_or(json::find(*update, "sessionUpdate")) == kind)) out.push_back(*update);
    }
    return out;
  }
  /// The text of all chunks of a kind, joined.
  std::string text(std::string_view kind) {
    std::string out;
    for (const auto& update : updates(kind)) out += json::string_or(json::find(update, "content", "text"));
    return out;
  }
  std::vector<json::Value> sent(std::string_view method) {
    std::vector<json::Value> out;
    for (const auto& message : messages)
      if (json::string_or(json::find(message, "method")) == method) out.push_back(message);
    return out;
  }
  void pump() {
    host_.pump();
    for (auto& text : std::exchange(transport.sent, {})) {
      record("agent", text);
      messages.push_back(json::parse(text).value());
    }
  }
  void drained() {
    connection_->drained();
    pump();
  }
  void leave() { connection_.reset(); }

  std::vector<json::Value> messages;

 private:
  void record(const char* from, const std::string& text) const {
    const char* path = std::getenv("PLUMB_ACP_TRANSCRIPT");
    if (path == nullptr) return;
    std::FILE* file = std::fopen(path, "a");
    if (file == nullptr) return;
    std::fputs(json::dump(json::Object{{"connection", number_}, {"from", from}, {"message", text}}).c_str(), file);
    std::fputc('\n', file);
    std::fclose(file);
  }

  static inline int last_number_ = 0;
  int number_ = ++last_number_;
  FakeHost& host_;
  std::unique_ptr<Connection> connection_;
  int last_id_ = 0;
};

}  // namespace acp

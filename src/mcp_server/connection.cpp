// JSON-RPC and the two eras. What a call does: tools.cpp.

#include "mcp_server/connection.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "call.h"
#include "json/json.h"
#include "text/utf8.h"

namespace mcp_server {

namespace {

constexpr std::string_view k_modern = "2026-07-28";
constexpr std::array<std::string_view, 4> k_legacy = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
constexpr std::string_view k_version_key = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view k_capabilities_key = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view k_instructions =
    "plumb is a coding agent whose results are proven by its own runs of the project's checks. run_task hands a whole task "
    "over; read_session shows what a session did; search_code and check look at a project without changing it.";

constexpr int k_parse_error = -32700, k_invalid_request = -32600, k_unknown_method = -32601, k_invalid_params = -32602;
constexpr int k_bad_version = -32022;
constexpr std::size_t k_calls_max = 16;              // at work at a time
constexpr std::int64_t k_list_ttl_ms = 3'600'000;    // the tools are the program's

json::Array versions() {
  json::Array out;
  out.emplace_back(k_modern);
  for (const auto version : k_legacy) out.emplace_back(version);
  return out;
}

bool is_id(const json::Value& id) { return id.is_string() || id.is_int64() || id.is_uint64(); }

json::Value tool_list() {
  json::Array tools;
  for (std::size_t i = 0; i < k_offers_n; ++i) {
    const auto& offer = k_offers[i];
    const auto schema = json::parse(offer.schema);
    tools.push_back(json::Object{{"name", offer.name},
                                 {"title", offer.title},
                                 {"description", offer.description},
                                 {"inputSchema", schema ? *schema : json::Value(json::Object{{"type", "object"}})},
                                 {"annotations", json::Object{{"readOnlyHint", offer.reads_only}, {"openWorldHint", !offer.reads_only}}}});
  }
  return tools;
}

}  // namespace

struct Connection::Impl : std::enable_shared_from_this<Connection::Impl> {
  enum class Era { legacy, modern };

  Impl(plumb::Host& host, acp::Transport& transport, Options options)
      : host(host), transport(transport), options(std::move(options)) {}

  void send(json::Object message) {
    if (is_closed) return;
    message["jsonrpc"] = "2.0";
    transport.send(json::dump(message));
    if (transport.waiting() <= acp::k_queue_max) return;
    is_closed = true;
    transport.close("the client does not read: " + std::to_string(transport.waiting() >> 20) + " MiB wait for it");
  }
  void fail(const json::Value& id, int code, std::string what, json::Value data = nullptr) {
    json::Object error = {{"code", code}, {"message", std::move(what)}};
    if (!data.is_null()) error["data"] = std::move(data);
    send({{"id", id}, {"error", std::move(error)}});
  }
  void answer(const json::Value& id, Era era, json::Object result) {
    if (era == Era::modern) result["resultType"] = "complete";
    send({{"id", id}, {"result", std::move(result)}});
  }

  void receive(std::string_view text) {
    if (is_closed) return;
    const auto message = text::is_valid_utf8(text) ? json::parse(text) : base::fail(base::Code::invalid, "it is not UTF-8");
    if (!message) return fail(nullptr, k_parse_error, "the message is not JSON: " + message.error().what);
    if (!message->is_object() || json::string_or(json::find(*message, "jsonrpc")) != "2.0")
      return fail(nullptr, k_invalid_request, "a message is one JSON object with \"jsonrpc\": \"2.0\"");
    const auto* method = json::find(*message, "method");
    if (method == nullptr) return;   // an answer: nothing was asked
    const auto* id = json::find(*message, "id");
    static const json::Value k_none = json::Object{};
    const auto* params = json::find(*message, "params");
    if (params == nullptr || params->is_null()) params = &k_none;
    if (id == nullptr) return notice(json::string_or(method), *params);
    if (!is_id(*id)) return fail(nullptr, k_invalid_request, "/id: expected a string or an integer");
    if (!method->is_string() || !params->is_object()) return fail(*id, k_invalid_request, "/method must be a string, /params an object");
    request(*id, json::string_or(method), *params);
  }

  void notice(std::string_view method, const json::Value& params) {
    if (method != "notifications/cancelled") return;
    const auto* id = json::find(params, "requestId");
    const auto found = id == nullptr ? calls.end() : calls.find(json::dump(*id));
    if (found == calls.end()) return;
    const auto call = found->second;
    calls.erase(found);
    call->cancel();
  }

  void request(const json::Value& id, std::string_view method, const json::Value& params) {
    const auto* version = json::find(params, "_meta", k_version_key);
    const Era era = version == nullptr ? Era::legacy : Era::modern;
    if (era == Era::modern) {
      if (json::string_or(version) != k_modern)
        return fail(id, k_bad_version, "this server speaks other versions of MCP",
                    json::Object{{"supported", json::Array{k_modern}}, {"requested", *version}});
      const auto* capabilities = json::find(params, "_meta", k_capabilities_key);
      if (capabilities == nullptr || !capabilities->is_object())
        return fail(id, k_invalid_params, "/params/_meta/" + std::string(k_capabilities_key) + ": expected an object");
      if (method == "server/discover") return discover(id);
    } else {
      if (method == "initialize") return initialize(id, params);
      if (method == "ping") return answer(id, era, {});
      if (!is_initialized)
        return fail(id, method == "server/discover" ? k_invalid_params : k_invalid_request,
                    "either shake hands first (initialize), or send " + std::string(k_version_key) + " in _meta");
    }
    if (method == "tools/list") {
      json::Object result = {{"tools", tool_list()}};
      if (era == Era::modern) result.insert({{"ttlMs", k_list_ttl_ms}, {"cacheScope", "public"}});
      return answer(id, era, std::move(result));
    }
    if (method == "tools/call") return call(id, era, params);
    fail(id, k_unknown_method, "no such method: " + std::string(method.substr(0, 100)));
  }

  [[nodiscard]] json::Object server_info() const { return {{"name", "plumb"}, {"title", "plumb"}, {"version", options.version}}; }

  void discover(const json::Value& id) {
    answer(id, Era::modern,
           {{"supportedVersions", versions()},
            {"capabilities", json::Object{{"tools", json::Object{}}}},
            {"instructions", k_instructions},
            {"ttlMs", k_list_ttl_ms},
            {"cacheScope", "public"},
            {"_meta", json::Object{{"io.modelcontextprotocol/serverInfo", server_info()}}},
            {"serverInfo", server_info()}});
  }

  void initialize(const json::Value& id, const json::Value& params) {
    const auto asked = json::string_or(json::find(params, "protocolVersion"));
    const bool is_known = std::find(k_legacy.begin(), k_legacy.end(), asked) != k_legacy.end();
    is_initialized = true;
    answer(id, Era::legacy,
           {{"protocolVersion", is_known ? asked : k_legacy.front()},
            {"capabilities", json::Object{{"tools", json::Object{}}}},
            {"serverInfo", server_info()},
            {"instructions", k_instructions}});
  }

  void call(const json::Value& id, Era era, const json::Value& params) {
    const auto name = json::string_or(json::find(params, "name"));
    const auto* end = k_offers + k_offers_n;
    const auto* offer = std::find_if(k_offers, end, [&](const auto& one) { return one.name == name; });
    if (offer == end) return fail(id, k_invalid_params, "there is no tool \"" + std::string(name.substr(0, 100)) + "\"");
    static const json::Value k_none = json::Object{};
    const auto* arguments = json::find(params, "arguments");
    if (arguments == nullptr || arguments->is_null()) arguments = &k_none;
    if (!arguments->is_object()) return fail(id, k_invalid_params, "/params/arguments: expected an object");
    const std::string key = json::dump(id);
    if (calls.contains(key)) return fail(id, k_invalid_request, "/id: a request with this id is at work");
    if (calls.size() >= k_calls_max) return fail(id, k_invalid_request, "too many calls at a time: " + std::to_string(k_calls_max));
    const auto made = std::make_shared<Call>();
    made->arguments = *arguments;
    made->cwd = options.cwd;
    if (const auto* token = json::find(params, "_meta", "progressToken"); token != nullptr && is_id(*token))
      made->on_progress = [weak = weak_from_this(), token = *token, n = 0](const std::string& text) mutable {
        if (const auto self = weak.lock()) self->progress(token, ++n, text);
      };
    made->on_done = [weak = weak_from_this(), id, era, key](Answer answer) {
      const auto self = weak.lock();
      if (!self || self->calls.erase(key) == 0) return;
      self->finish(id, era, std::move(answer));
    };
    calls[key] = made;
    offer->run(host, made);
  }

  void progress(const json::Value& token, int n, const std::string& text) {
    if (transport.waiting() > acp::k_queue_slow) return;
    send({{"method", "notifications/progress"}, {"params", json::Object{{"progressToken", token}, {"progress", n}, {"message", text}}}});
  }

  void finish(const json::Value& id, Era era, Answer given) {
    json::Object result = {{"content", json::Array{json::Object{{"type", "text"}, {"text", given.text}}}}, {"isError", given.is_error}};
    if (given.data.is_object()) result["structuredContent"] = std::move(given.data);
    answer(id, era, std::move(result));
  }

  plumb::Host& host;
  acp::Transport& transport;
  Options options;
  bool is_initialized = false, is_closed = false;
  std::map<std::string, std::shared_ptr<Call>> calls;   ///< by the request's id as JSON
};

Connection::Connection(plumb::Host& host, acp::Transport& transport, Options options)
    : impl_(std::make_shared<Impl>(host, transport, std::move(options))) {}

Connection::~Connection() {
  for (const auto& [id, call] : std::exchange(impl_->calls, {})) call->cancel();
}

void Connection::receive(std::string_view message) { impl_->receive(message); }

void Connection::refuse_oversized() { impl_->fail(nullptr, k_invalid_request, "the message is too large"); }

}  // namespace mcp_server

// Streamable HTTP. A message comes by POST. If its request is answered at once the response is that answer; else it is a stream of
// events, in which what is told about the request comes before the answer. The older era has sessions, and leaving a stream
// ends nothing; in the newer one each request stands alone, and leaving the stream cancels it.

#include "mcp_site.h"

#include <boost/json.hpp>

#include <algorithm>

#include "acp/connection.h"
#include "base/ids.h"
#include "base/try.h"
#include "sender.h"
#include "server/mcp_http.h"
#include "text/base64.h"
#include "text/utf8.h"

namespace server {

using mcp_server::Era;

namespace {

constexpr std::size_t k_sessions_max = 64, k_requests_max = 256;
constexpr std::size_t k_body_max = std::size_t{16} << 20;

Response told(int status, std::string why) {
  Response out;
  out.status = status;
  out.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  out.body = std::move(why) + "\n";
  return out;
}

Response json_answer(int status, const json::Object& message) {
  Response out;
  out.status = status;
  out.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  out.body = json::dump(message);
  return out;
}

Response json_error(int status, const json::Value& id, int code, std::string what) {
  return json_answer(status, {{"jsonrpc", "2.0"}, {"id", id}, {"error", json::Object{{"code", code}, {"message", std::move(what)}}}});
}

json::Value id_in(const json::Value& message) {
  const auto* id = json::find(message, "id");
  return id != nullptr && (id->is_string() || id->is_int64() || id->is_uint64()) ? *id : json::Value();
}

int status_for(const json::Object& message, Era era) {
  const auto code = json::int_or(json::find(json::Value(message), "error", "code"));
  if (code == 0 || era == Era::legacy) return 200;
  if (code == mcp_server::k_unknown_method) return 404;
  return code == mcp_server::k_internal_error ? 500 : 400;
}

std::string event_of(const json::Object& message) { return "event: message\ndata: " + json::dump(message) + "\n\n"; }

/// A header's value as the body has it: base64 if it says so.
std::string decoded(std::string_view value) {
  constexpr std::string_view k_begin = "=?base64?", k_end = "?=";
  if (!value.starts_with(k_begin) || !value.ends_with(k_end) || value.size() < k_begin.size() + k_end.size()) return std::string(value);
  value.remove_prefix(k_begin.size());
  value.remove_suffix(k_end.size());
  return text::from_base64(value).value_or("");
}

/// "" = the headers say what the body says.
std::string header_mismatch(const Request& request, const json::Value& message) {
  const auto* version = json::find(message, "params", "_meta", "io.modelcontextprotocol/protocolVersion");
  const auto told_version = io::header(request.headers, "mcp-protocol-version");
  if (told_version.empty() || (version != nullptr && told_version != json::string_or(version))) return "MCP-Protocol-Version";
  const auto method = json::string_or(json::find(message, "method"));
  if (count(request.headers, "mcp-method") != 1 || io::header(request.headers, "mcp-method") != method) return "Mcp-Method";
  const std::string_view member = method == "resources/read" ? "uri" : method == "tools/call" || method == "prompts/get" ? "name" : "";
  const auto* name = member.empty() ? nullptr : json::find(message, "params", member);
  const auto told_name = io::header(request.headers, "mcp-name");
  if (name != nullptr && (count(request.headers, "mcp-name") != 1 || decoded(told_name) != json::string_or(name))) return "Mcp-Name";
  return {};
}

}  // namespace

// ---- one conversation

Response McpTalk::post(const json::Value& message) {
  const auto id = id_in(message);
  const bool is_request = !id.is_null() && json::find(message, "method") != nullptr;
  const std::string key = is_request ? mcp_server::key_of(id) : "";
  if (is_request && replies_.contains(key)) return json_error(400, id, mcp_server::k_invalid_request, "/id: a request with this id is at work");
  if (is_request) replies_[key];
  stray_.reset();
  protocol_.take(message);
  if (stray_) {
    replies_.erase(key);
    return json_answer(400, *stray_);
  }
  if (!is_request) {
    Response out;
    out.status = 202;
    return out;
  }
  auto& reply = replies_[key];
  if (!reply.is_answered || reply.early.size() != 1) return stream_of(key);
  auto out = json_answer(status_for(reply.early.front(), era_), reply.early.front());
  replies_.erase(key);
  return out;
}

Response McpTalk::stream_of(const std::string& key) {
  Response out;
  out.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  out.stream = [self = shared_from_this(), key](const std::shared_ptr<Body>& body) {
    const auto reply = self->replies_.find(key);
    if (reply == self->replies_.end()) return body->end();
    for (const auto& message : reply->second.early) body->send(event_of(message));
    reply->second.early.clear();
    if (reply->second.is_answered) {
      self->replies_.erase(reply);
      return body->end();
    }
    reply->second.body = body;
    body->on_gone = [weak = self->weak_from_this(), key] {
      if (const auto open = weak.lock()) open->gone(key);
    };
  };
  return out;
}

void McpTalk::gone(const std::string& key) {
  replies_.erase(key);
  if (era_ == Era::modern) protocol_.cancel(key);   // the older era takes a lost connection for that, and nothing more
}

void McpTalk::send(const std::string& about, json::Object message) {
  const bool is_answer = !message.contains("method");
  const auto found = replies_.find(about);
  if (found == replies_.end()) {
    if (about.empty()) stray_ = std::move(message);
    return;   // else nobody waits for it any more
  }
  auto& reply = found->second;
  reply.is_answered = reply.is_answered || is_answer;
  if (!reply.body) return reply.early.push_back(std::move(message));
  reply.body->send(event_of(message));
  if (!is_answer) return;
  reply.body->end();
  replies_.erase(found);
}

bool McpTalk::is_slow() const {
  return std::any_of(replies_.begin(), replies_.end(),
                     [](const auto& one) { return one.second.body && one.second.body->waiting() > acp::k_queue_slow; });
}

void McpTalk::close() {
  protocol_.close();
  for (auto& [key, reply] : std::exchange(replies_, {}))
    if (reply.body) reply.body->end();
}

// ---- requests

bool McpSite::is_allowed(const Request& request) {
  if (!access_) return true;
  auto text = io::header(request.headers, "authorization");
  if (!text.starts_with("Bearer ") || !wrong_.may_try(clock_())) return false;
  text.remove_prefix(7);
  const auto grant = access_->by_token(text, "");
  const bool is_good = grant && grant->rights == Rights::steer;
  if (!is_good) wrong_.was_wrong();
  return is_good;
}

Response McpSite::answer(const Request& request) {
  if (const auto refused = refuse_sender(request, origins_)) return told(refused->status, refused->why);
  const auto path = std::string_view(request.target).substr(0, request.target.find('?'));
  if (path != "/mcp") return told(404, "There is nothing here: the address ends with /mcp.");
  if (!is_allowed(request)) {
    auto out = told(401, "A token is needed: Authorization: Bearer TOKEN, as plumb prints it.");
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
    return out;
  }
  if (request.method == "POST") return post(request);
  if (request.method == "DELETE") return end_session(request);
  auto out = told(405, "Not this method: messages come by POST.");
  out.headers.emplace_back("Allow", "POST, DELETE");
  return out;
}

Upgrade McpSite::upgrade(const Request&) {
  Upgrade out;
  out.refused = told(404, "There is no WebSocket here.");
  return out;
}

Response McpSite::error(int status) { return told(status, "This cannot be served (HTTP " + std::to_string(status) + ")."); }

Response McpSite::post(const Request& request) {
  if (!io::header(request.headers, "content-type").starts_with("application/json")) return told(415, "A body in JSON is needed.");
  const auto message = text::is_valid_utf8(request.body) ? json::parse(request.body) : base::fail(base::Code::invalid, "it is not UTF-8");
  if (!message) return json_error(400, nullptr, mcp_server::k_parse_error, "the message is not JSON: " + message.error().what);
  if (!message->is_object()) return json_error(400, nullptr, mcp_server::k_invalid_request, "a message is one JSON object");
  const bool has_version = json::find(*message, "params", "_meta", "io.modelcontextprotocol/protocolVersion") != nullptr;
  const bool is_modern = has_version || io::header(request.headers, "mcp-protocol-version") == mcp_server::k_modern_version;
  return is_modern ? post_modern(request, *message) : post_legacy(request, *message);
}

Response McpSite::post_modern(const Request& request, const json::Value& message) {
  const bool is_request = json::find(message, "method") != nullptr && json::find(message, "id") != nullptr;
  const auto wrong = is_request ? header_mismatch(request, message) : "";
  if (!wrong.empty())
    return json_error(400, id_in(message), mcp_server::k_header_mismatch, "the header " + wrong + " does not say what the body says");
  std::erase_if(requests_, [](const auto& talk) { return talk->is_idle(); });
  if (requests_.size() >= k_requests_max) return told(503, "Too many requests are at work.");
  const auto talk = std::make_shared<McpTalk>(offering_, Era::modern);
  auto out = talk->post(message);
  if (!talk->is_idle()) requests_.insert(talk);
  return out;
}

Response McpSite::post_legacy(const Request& request, const json::Value& message) {
  const auto version = io::header(request.headers, "mcp-protocol-version");
  if (!version.empty() && std::find(mcp_server::k_legacy_versions.begin(), mcp_server::k_legacy_versions.end(), version) == mcp_server::k_legacy_versions.end())
    return json_error(400, id_in(message), mcp_server::k_invalid_request, "this server does not speak the version of the header MCP-Protocol-Version");
  const auto session = io::header(request.headers, "mcp-session-id");
  const bool begins = json::string_or(json::find(message, "method")) == "initialize";
  if (session.empty() && !begins)
    return json_error(400, id_in(message), mcp_server::k_invalid_request,
                      "either shake hands first (initialize) and send Mcp-Session-Id, or speak MCP " + std::string(mcp_server::k_modern_version));
  if (!session.empty()) {
    const auto found = sessions_.find(std::string(session));
    if (found == sessions_.end()) return json_error(404, id_in(message), mcp_server::k_invalid_request, "there is no such session (any more)");
    found->second->used_ms = clock_();
    return found->second->post(message);
  }
  if (!make_room()) return told(503, "Too many sessions are at work.");
  const auto talk = std::make_shared<McpTalk>(offering_, Era::legacy);
  auto out = talk->post(message);
  talk->used_ms = clock_();
  const std::string id = base::random_hex(16);
  sessions_[id] = talk;
  out.headers.emplace_back("Mcp-Session-Id", id);
  return out;
}

/// The session that was not used for longest goes, of those in which nothing is at work.
bool McpSite::make_room() {
  if (sessions_.size() < k_sessions_max) return true;
  auto oldest = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it)
    if (it->second->is_idle() && (oldest == sessions_.end() || it->second->used_ms < oldest->second->used_ms)) oldest = it;
  if (oldest == sessions_.end()) return false;
  sessions_.erase(oldest);
  return true;
}

Response McpSite::end_session(const Request& request) {
  const auto found = sessions_.find(std::string(io::header(request.headers, "mcp-session-id")));
  if (found == sessions_.end()) return told(404, "There is no such session.");
  found->second->close();
  sessions_.erase(found);
  Response out;
  out.status = 204;
  return out;
}

void McpSite::close() {
  for (const auto& [id, talk] : std::exchange(sessions_, {})) talk->close();
  for (const auto& talk : std::exchange(requests_, {})) talk->close();
}

// ---- the server

namespace {

class McpHttpImpl final : public McpHttp {
 public:
  McpHttpImpl(mcp_server::Offering& offering, std::optional<Access> access)
      : site_(offering, std::move(access), Origins({}, false), base::now_ms) {}

  base::Result<> listen(io::Loop& loop, unsigned short port) {
    HttpLimits limits;
    limits.body_max = k_body_max;
    TRY(http_, HttpServer::listen(loop, {"127.0.0.1", port}, limits, site_, nullptr));
    return {};
  }
  [[nodiscard]] std::string url() const override { return "http://127.0.0.1:" + std::to_string(http_->port()) + "/mcp"; }
  io::Task<> close() override {
    site_.close();
    co_await http_->close();
  }

 private:
  McpSite site_;
  std::unique_ptr<HttpServer> http_;
};

}  // namespace

base::Result<std::unique_ptr<McpHttp>> McpHttp::open(io::Loop& loop, mcp_server::Offering& offering, McpOptions options) {
  auto out = std::make_unique<McpHttpImpl>(offering, std::move(options.access));
  const auto listening = out->listen(loop, options.port);
  if (!listening) return base::fail(listening.error());
  return out;
}

}  // namespace server

#include "rpc.h"

#include <boost/json.hpp>

#include "text/utf8.h"

namespace acp {

namespace {

bool is_id(const json::Value& id) { return id.is_null() || id.is_string() || id.is_int64() || id.is_uint64(); }

/// The id of a message that is wrong otherwise, null if there is none to be had.
json::Value id_of(const json::Value& message) {
  const auto* id = json::find(message, "id");
  return id != nullptr && is_id(*id) ? *id : json::Value(nullptr);
}

json::Object error_object(const RpcError& error) {
  json::Object out = {{"code", error.code}, {"message", error.message}};
  if (!error.data.is_null()) out["data"] = error.data;
  return out;
}

}  // namespace

RpcError rpc_error(const base::Error& error) {
  using base::Code;
  RpcError out{k_internal, error.what, json::Object{{"code", base::name(error.code)}}};
  switch (error.code) {
    case Code::invalid:
    case Code::ambiguous:
    case Code::too_big: out.code = k_invalid_params; break;
    case Code::not_found: out.code = k_not_found; break;
    case Code::unauthenticated: out.code = k_auth_required; break;
    case Code::cancelled: out.code = k_cancelled; break;
    default: break;
  }
  return out;
}

// ---- one request of the other side

bool Reply::open() const {
  const auto peer = peer_.lock();
  return peer && peer->open_.contains(key_);
}

void Reply::answer(Answer answer) const {
  const auto peer = peer_.lock();
  if (!peer) return;
  const auto found = peer->open_.find(key_);
  if (found == peer->open_.end()) return;
  json::Object message = {{"jsonrpc", "2.0"}, {"id", std::move(found->second.id)}};
  peer->open_.erase(found);
  if (answer) message["result"] = *std::move(answer);
  else message["error"] = error_object(answer.error());
  peer->send(std::move(message));
}

void Reply::done(json::Value result) const { answer(Answer(std::move(result))); }
void Reply::fail(RpcError error) const { answer(tl::unexpected<RpcError>(std::move(error))); }

void Reply::on_cancel(std::function<void()> f) const {
  const auto peer = peer_.lock();
  if (!peer) return;
  if (const auto found = peer->open_.find(key_); found != peer->open_.end()) found->second.on_cancel = std::move(f);
}

// ---- the connection

Peer::Peer(Transport& transport, const ConnectionOptions& options, Handlers handlers)
    : transport_(transport), message_max_(options.message_max), queue_slow_(options.queue_slow),
      queue_max_(options.queue_max), handlers_(std::move(handlers)) {}

bool Peer::slow() const { return transport_.waiting() > queue_slow_; }

void Peer::send(json::Value message) {
  if (closed_) return;
  transport_.send(json::dump(message));
  if (transport_.waiting() <= queue_max_) return;
  closed_ = true;
  transport_.close("the client does not read: " + std::to_string(transport_.waiting() >> 20) + " MiB wait for it");
}

void Peer::refuse(json::Value id, int code, std::string message) {
  const RpcError error{code, std::move(message), nullptr};
  send(json::Object{{"jsonrpc", "2.0"}, {"id", std::move(id)}, {"error", error_object(error)}});
}

void Peer::refuse_oversized() {
  refuse(nullptr, k_invalid_request, "a message may have at most " + std::to_string(message_max_) + " bytes");
}

void Peer::receive(std::string_view message) {
  if (closed_) return;
  if (message.size() > message_max_) return refuse_oversized();
  if (!text::is_valid_utf8(message)) return refuse(nullptr, k_parse_error, "the message is not UTF-8");
  const auto parsed = json::parse(message);
  if (!parsed) return refuse(nullptr, k_parse_error, "the message is not JSON: " + parsed.error().what);
  if (parsed->is_array()) return refuse(nullptr, k_invalid_request, "batches are not supported: one message at a time");
  if (!parsed->is_object()) return refuse(nullptr, k_invalid_request, "a message is a JSON object");
  if (json::string_or(json::find(*parsed, "jsonrpc")) != "2.0")
    return refuse(id_of(*parsed), k_invalid_request, "/jsonrpc: expected \"2.0\"");
  if (json::find(*parsed, "method") != nullptr) return take_request(*parsed);
  if (json::find(*parsed, "result") != nullptr || json::find(*parsed, "error") != nullptr) return take_response(*parsed);
  refuse(id_of(*parsed), k_invalid_request, "neither a request (method) nor an answer (result, error)");
}

void Peer::take_request(const json::Value& message) {
  const auto* method = json::find(message, "method");
  const auto* id = json::find(message, "id");
  if (!method->is_string()) return refuse(id_of(message), k_invalid_request, "/method: expected a string");
  if (id != nullptr && !is_id(*id)) return refuse(nullptr, k_invalid_request, "/id: expected a string, an integer or null");
  const std::string name(json::string_or(method));
  static const json::Value k_none = json::Object{};
  const auto* params = json::find(message, "params");
  if (params == nullptr || params->is_null()) params = &k_none;
  if (id == nullptr) {
    if (!params->is_object()) return;   // a notification has no answer
    if (name == "$/cancel_request") cancel(*params);
    else handlers_.on_notification(name, *params);
    return;
  }
  if (!params->is_object()) return refuse(*id, k_invalid_params, "/params: expected an object");
  if (open_.size() >= k_requests_max)
    return refuse(*id, k_internal, "too many requests at a time: " + std::to_string(k_requests_max) + " wait for their answers");
  const std::string key = json::dump(*id);
  if (!open_.emplace(key, Open{*id, {}}).second)
    return refuse(*id, k_invalid_request, "/id: a request with this id is at work");
  handlers_.on_request(name, *params, Reply(weak_from_this(), key));
}

void Peer::take_response(const json::Value& message) {
  const auto* id = json::find(message, "id");
  boost::system::error_code wrong;
  const auto number = id == nullptr ? 0 : id->to_number<std::int64_t>(wrong);
  const auto found = asked_.find(number);
  if (wrong || found == asked_.end()) return;   // withdrawn, or never asked
  const auto done = std::move(found->second);
  asked_.erase(found);
  if (const auto* result = json::find(message, "result")) return done(Answer(*result));
  const auto& error = *json::find(message, "error");
  RpcError told{static_cast<int>(json::int_or(json::find(error, "code"), k_internal)),
                std::string(json::string_or(json::find(error, "message"), "the client refused")), nullptr};
  done(tl::unexpected<RpcError>(std::move(told)));
}

void Peer::cancel(const json::Value& params) {
  const auto* id = json::find(params, "requestId");
  if (id == nullptr) return;
  const auto found = open_.find(json::dump(*id));
  if (found == open_.end() || !found->second.on_cancel) return;
  const auto f = found->second.on_cancel;   // it may answer, and with that end the entry
  f();
}

void Peer::notify(std::string_view method, json::Value params) {
  send(json::Object{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

std::int64_t Peer::request(std::string_view method, json::Value params, std::function<void(Answer)> done) {
  const auto id = ++last_id_;
  asked_[id] = std::move(done);
  send(json::Object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
  return id;
}

void Peer::withdraw(std::int64_t id) {
  if (asked_.erase(id) == 0) return;
  notify("$/cancel_request", json::Object{{"requestId", id}});
}

}  // namespace acp

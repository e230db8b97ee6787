#include "door.h"

#include <unistd.h>

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "base/paths.h"
#include "base/try.h"
#include "json/bytes.h"

namespace host {

using base::Code;

namespace {

constexpr std::size_t k_guests_max = 64;
constexpr int k_parse_error = -32700, k_invalid_request = -32600, k_failed = -32000;
constexpr std::array k_codes = {
    Code::invalid, Code::not_found,        Code::exists,  Code::ambiguous, Code::changed,     Code::too_big,  Code::denied,
    Code::unauthenticated, Code::rate_limited, Code::budget, Code::context_overflow, Code::timeout, Code::cancelled,
    Code::unavailable, Code::no_space, Code::protocol, Code::unsupported, Code::io, Code::internal};
constexpr std::array<std::string_view, 4> k_lives = {"text", "reasoning", "tool_output", "void_since_retry"};

json::Value error_message(const json::Value& id, int code, std::string_view what) {
  return json::Object{{"jsonrpc", "2.0"}, {"id", id}, {"error", json::Object{{"code", code}, {"message", what}}}};
}

json::Value live_message(const plumb::Live& live) {
  return json::Object{{"jsonrpc", "2.0"}, {"method", "_plumb/live"}, {"params", live_to_json(live)}};
}

}  // namespace

json::Value error_to_json(const base::Error& error) {
  return json::Object{
      {"code", k_failed}, {"message", error.what}, {"data", json::Object{{"code", base::name(error.code)}}}};
}

base::Error error_from_json(const json::Value& error) {
  base::Error out{Code::protocol, std::string(json::string_or(json::find(error, "message"), "an error without words"))};
  const auto name = json::string_or(json::find(error, "data", "code"));
  for (const auto code : k_codes)
    if (base::name(code) == name) out.code = code;
  return out;
}

json::Value live_to_json(const plumb::Live& live) {
  json::Object out = {{"what", k_lives[static_cast<std::size_t>(live.what)]}};
  if (!live.call.empty()) out["call"] = live.call;
  json::put_bytes(out, "text", live.bytes);
  return out;
}

plumb::Live live_from_json(const json::Value& params) {
  plumb::Live out;
  const auto what = json::string_or(json::find(params, "what"));
  for (std::size_t i = 0; i < k_lives.size(); ++i)
    if (k_lives[i] == what) out.what = static_cast<plumb::Live::What>(i);
  out.call = json::string_or(json::find(params, "call"));
  if (auto bytes = json::take_bytes(params, "text")) out.bytes = *std::move(bytes);
  return out;
}

base::Result<std::unique_ptr<Door>> Door::open(io::Loop& loop, const std::string& dir, const Streamed& streamed, Handler handler) {
  TRY(auto fd, listen_in(dir, k_door));
  std::unique_ptr<Door> door(new Door(loop, dir, streamed, std::move(handler)));
  auto* const self = door.get();
  door->listener_ = std::make_unique<LineListener>(loop, std::move(fd), [self](base::Fd peer) { self->welcome(std::move(peer)); });
  return door;
}

Door::~Door() { ::unlink(base::join(dir_, k_door).c_str()); }

void Door::welcome(base::Fd fd) {
  if (guests_.size() >= k_guests_max || !trusted_peer(fd.get())) return;   // closed: it is told nothing
  const auto number = ++guests_n_;
  LineSocket::Listener listener;
  listener.on_line = [this, number](std::string_view line) { take(number, line); };
  listener.on_end = [this, number] { guests_.erase(number); };
  guests_[number].socket = std::make_unique<LineSocket>(loop_, std::move(fd), std::move(listener));
}

void Door::send(std::uint64_t guest, const json::Value& message) {
  if (const auto found = guests_.find(guest); found != guests_.end()) found->second.socket->send(json::dump(message));
}

void Door::answer(std::uint64_t guest, const json::Value& id, const base::Result<json::Value>& result) {
  json::Object message = {{"jsonrpc", "2.0"}, {"id", id}};
  if (result) {
    message["result"] = *result;
  } else {
    message["error"] = error_to_json(result.error());
  }
  send(guest, message);
}

void Door::take(std::uint64_t guest, std::string_view line) {
  const auto message = json::parse(line);
  if (!message) return send(guest, error_message(nullptr, k_parse_error, message.error().what));
  const std::string method(json::string_or(json::find(*message, "method")));
  const auto* const id = json::find(*message, "id");
  if (method.empty()) return send(guest, error_message(id == nullptr ? json::Value() : *id, k_invalid_request, "no method"));
  if (id == nullptr) return;   // a notification: none is known
  const auto* const params = json::find(*message, "params");
  if (method == "_plumb/live") {
    const bool wanted_it = std::exchange(guests_[guest].wants_live, true);
    answer(guest, *id, json::Value(json::Object{}));
    if (wanted_it) return;
    for (const auto& part : streamed_.so_far()) send(guest, live_message(part));
    return;
  }
  send(guest, json::Object{{"jsonrpc", "2.0"}, {"method", "_plumb/taken"}, {"params", json::Object{{"id", *id}}}});
  handler_(method, params == nullptr ? json::Value(json::Object{}) : *params,
           [this, guest, id = *id, alive = std::weak_ptr<char>(alive_)](const base::Result<json::Value>& result) {
             if (!alive.expired()) answer(guest, id, result);
           });
}

bool Door::has_unsent() const {
  return std::any_of(guests_.begin(), guests_.end(), [](const auto& guest) { return guest.second.socket->has_unsent(); });
}

void Door::live(const plumb::Live& live) {
  std::string line;
  for (auto& [number, guest] : guests_) {
    if (!guest.wants_live) continue;
    if (line.empty())
      line = json::dump(live_message(live));
    guest.socket->send(line);
  }
}

}  // namespace host

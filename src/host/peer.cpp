#include "peer.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>

#include "base/try.h"
#include "io/event.h"

namespace host {

using base::Code;

struct Peer::Call {
  explicit Call(io::Loop& loop) : timer(io::executor_of(loop)) {}
  Then then;
  io::Millis limit{0};
  bool is_taken = false;
  boost::asio::steady_timer timer;
};

Peer::Peer(io::Loop& loop, Listener listener) : loop_(loop), listener_(std::move(listener)) {}

base::Result<std::unique_ptr<Peer>> Peer::connect(io::Loop& loop, const std::string& dir, Listener listener) {
  TRY(auto fd, connect_in(dir, k_door));
  TRY_DO(trusted_peer(fd.get()));
  std::unique_ptr<Peer> peer(new Peer(loop, std::move(listener)));
  auto* const self = peer.get();
  LineSocket::Listener told;
  told.on_line = [self](std::string_view line) { self->take(line); };
  told.on_end = [self] {
    auto on_end = self->listener_.on_end;
    self->fail_all("the process that runs the session has gone");
    if (on_end) on_end();   // may destroy this
  };
  peer->socket_ = std::make_unique<LineSocket>(loop, std::move(fd), std::move(told));
  return peer;
}

Peer::~Peer() {
  listener_ = {};
  fail_all("the connection was given up");
}

void Peer::call(const std::string& method, json::Value params, io::Millis limit, Then then) {
  const auto number = ++calls_n_;
  auto call = std::make_unique<Call>(loop_);
  call->then = std::move(then);
  call->limit = limit;
  call->timer.expires_after(k_taken_limit);
  auto late = [this, number](const boost::system::error_code& error) {
    if (error) return;
    const auto found = calls_.find(number);
    if (found == calls_.end()) return;
    const auto told = std::move(found->second->then);
    calls_.erase(found);
    told(base::fail(Code::timeout, "the process that runs the session does not answer"));
  };
  call->timer.async_wait(late);
  calls_[number] = std::move(call);
  socket_->send(json::dump(
      json::Object{{"jsonrpc", "2.0"}, {"id", number}, {"method", method}, {"params", std::move(params)}}));
}

void Peer::fail_all(const std::string& why) {
  for (auto& [number, call] : std::exchange(calls_, {}))
    call->then(base::fail(call->is_taken ? Code::io : Code::unavailable, why));
}

void Peer::take(std::string_view line) {
  const auto message = json::parse(line);
  if (!message) return;   // what it means to say nobody knows: its calls come to their time limits
  const auto method = json::string_or(json::find(*message, "method"));
  if (method == "_plumb/live") {
    const auto* const params = json::find(*message, "params");
    if (params != nullptr && listener_.on_live) listener_.on_live(live_from_json(*params));
    return;
  }
  const bool taken = method == "_plumb/taken";
  const auto found = calls_.find(json::int_or(taken ? json::find(*message, "params", "id") : json::find(*message, "id")));
  if (found == calls_.end()) return;
  Call& call = *found->second;
  if (taken) {
    if (call.is_taken) return;   // saying it again gives no more time
    call.is_taken = true;
    const auto number = found->first;
    call.timer.cancel();
    if (call.limit.count() == 0) return;
    call.timer.expires_after(call.limit);
    call.timer.async_wait([this, number](const boost::system::error_code& error) {
      const auto again = error ? calls_.end() : calls_.find(number);
      if (again == calls_.end()) return;
      const auto told = std::move(again->second->then);
      calls_.erase(again);
      told(base::fail(Code::timeout, "the process that runs the session has not answered in time"));
    });
    return;
  }
  const auto told = std::move(call.then);
  calls_.erase(found);
  if (const auto* const error = json::find(*message, "error")) return told(base::fail(error_from_json(*error)));
  const auto* const result = json::find(*message, "result");
  told(result == nullptr ? json::Value() : *result);
}

}  // namespace host

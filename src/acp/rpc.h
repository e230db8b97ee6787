#pragma once
// JSON-RPC 2.0 between two equals: requests both ways, notifications, cancellation. Knows no method but
// $/cancel_request. Batches are refused, as ACP does not have them.

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "acp/connection.h"
#include "json/json.h"

namespace acp {

enum ErrorCode : int {
  k_parse_error = -32700,
  k_invalid_request = -32600,
  k_unknown_method = -32601,
  k_invalid_params = -32602,
  k_internal = -32603,
  k_cancelled = -32800,
  k_auth_required = -32000,
  k_watches_only = -32001,
  k_not_found = -32002,
};

struct RpcError {
  int code = k_internal;
  std::string message;
  json::Value data;              ///< null = none
};
RpcError rpc_error(const base::Error& error);

using Answer = tl::expected<json::Value, RpcError>;

/// Requests of the other side that are at work at a time.
inline constexpr std::size_t k_requests_max = 1000;

class Peer;

/// Where the answer to one request goes. Copies answer the same one; only the first answer counts, and none
/// after the peer is gone.
class Reply {
 public:
  Reply(std::weak_ptr<Peer> peer, std::string key) : peer_(std::move(peer)), key_(std::move(key)) {}
  void done(json::Value result) const;
  void fail(RpcError error) const;
  void fail(int code, std::string message) const { fail(RpcError{code, std::move(message), nullptr}); }
  void answer(Answer answer) const;
  /// Called when the other side sends $/cancel_request for it. The request has to be answered all the same.
  void on_cancel(std::function<void()> f) const;
  [[nodiscard]] bool open() const;

 private:
  std::weak_ptr<Peer> peer_;
  std::string key_;
};

class Peer : public std::enable_shared_from_this<Peer> {   // Reply outlives it, weakly
 public:
  struct Handlers {
    std::function<void(const std::string& method, const json::Value& params, Reply reply)> on_request;
    std::function<void(const std::string& method, const json::Value& params)> on_notification;
  };
  Peer(Transport& transport, const ConnectionOptions& options, Handlers handlers);

  void receive(std::string_view message);
  void refuse_oversized();
  void notify(std::string_view method, json::Value params);
  /// Returns the request's id. `done` comes once, unless it is withdrawn.
  std::int64_t request(std::string_view method, json::Value params, std::function<void(Answer)> done);
  /// Tells the other side that the answer is not needed, and forgets it.
  void withdraw(std::int64_t id);
  /// Requests of ours that the other side has not answered.
  [[nodiscard]] std::size_t asked() const { return asked_.size(); }
  /// More waits for the other side than it should: what can wait should.
  [[nodiscard]] bool slow() const;
  [[nodiscard]] bool closed() const { return closed_; }

 private:
  friend class Reply;
  struct Open {
    json::Value id;
    std::function<void()> on_cancel;
  };
  void send(json::Value message);
  void refuse(json::Value id, int code, std::string message);
  void take_request(const json::Value& message);
  void take_response(const json::Value& message);
  void cancel(const json::Value& params);

  Transport& transport_;
  std::size_t message_max_, queue_slow_, queue_max_;
  Handlers handlers_;
  std::map<std::string, Open> open_;                              ///< theirs, by the id's JSON
  std::map<std::int64_t, std::function<void(Answer)>> asked_;     ///< ours
  std::int64_t last_id_ = 0;
  bool closed_ = false;
};

}  // namespace acp

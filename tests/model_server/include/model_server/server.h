#pragma once
// A model server on loopback that answers from a script, in the wire formats of OpenAI Responses
// (/v1/responses), Chat Completions (/v1/chat/completions) and Anthropic Messages (/v1/messages),
// checks requests as strictly as those do, and misbehaves on demand. Blocking sockets, one thread a
// connection: it is meant to be obvious, not fast.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model_server/script.h"

namespace model_server {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request for an answer of the model, as it came.
struct Request {
  std::size_t n = 0;              ///< 1-based, in the order of arrival
  std::int64_t time_ms = 0;       ///< steady clock
  std::string wire, path, body;
  Headers headers;
};

struct Options {
  Script script;
  int port = 0;                   ///< 0 = any free one
  std::string wire = "any";       ///< "responses", "chat", "messages": the others answer 404
  std::string log;                ///< file for one JSON line per happening; "" = none
  /// Called when a request has come, before its answer, on the connection's thread.
  std::function<void(const Request&)> on_request;
};

class Server {
 public:
  /// Listens when it returns. Fails with unavailable (the port is taken), io, and if the log cannot
  /// be opened.
  static base::Result<std::unique_ptr<Server>> start(Options options);
  /// Ends all connections and waits for their threads.
  virtual ~Server() = default;

  // All of these are safe from any thread.
  [[nodiscard]] virtual int port() const = 0;
  [[nodiscard]] virtual std::vector<Request> requests() const = 0;
  /// What a correct client would not have caused: refused requests, failed expectations, requests
  /// beyond the script's end. One sentence each.
  [[nodiscard]] virtual std::vector<std::string> failures() const = 0;
  /// Turns of the script that no request has asked for (a repeating one counts once).
  [[nodiscard]] virtual std::size_t turns_left() const = 0;
  /// True when so many requests have come; false after `limit`.
  virtual bool wait_for_requests(std::size_t count, std::chrono::milliseconds limit) = 0;
  /// Answers broken off by the client so far.
  [[nodiscard]] virtual std::size_t broken_off() const = 0;
};

}  // namespace model_server

#pragma once
// What carries messages to one server and back. Internal to mcp.

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <string>

#include "io/http.h"
#include "io/process.h"
#include "json/json.h"
#include "mcp/client.h"

namespace mcp {

/// A request on its way. `message` has an integer "id".
struct Request {
  json::Value message;
  io::Headers headers;           ///< only HTTP sends them
};

/// For the loop's thread; close() must have been awaited before it goes.
class Transport {
 public:
  /// A notification or a request of the server: nothing that is an answer.
  using OnMessage = std::function<void(const json::Value&)>;

  virtual ~Transport() = default;
  /// Before the first request. Must not throw; may call tell().
  virtual void on_message(OnMessage on_message) = 0;
  /// The protocol's version from now on ("" = before it is agreed on: a new session begins).
  virtual void set_version(std::string version) = 0;
  /// From now on hears what the server asks and tells outside of answers too, where that has to be asked for.
  virtual void listen() {}
  /// The server's answer to it: an object with "result" or "error". A cancelled request is told to the server.
  virtual io::Task<base::Result<json::Value>> request(Request request) = 0;
  /// Sends what needs no answer, soon. What cannot be sent is lost: the next request says why.
  virtual void tell(json::Value message) = 0;
  virtual io::Task<> close() = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
  [[nodiscard]] virtual std::string log() const = 0;
};

io::Task<base::Result<std::unique_ptr<Transport>>> start_program(io::Launcher launcher, Program program);
base::Result<std::unique_ptr<Transport>> open_address(io::Loop& loop, io::HttpClient& http, Address address);

/// notifications/cancelled for the request with this id.
json::Value cancelled_notice(std::int64_t id);
std::int64_t id_of(const json::Value& message);

}  // namespace mcp

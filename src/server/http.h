#pragma once
// HTTP and WebSocket as the rest of the module sees them. http.cpp is the one file that knows Boost.Beast.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "io/http.h"
#include "io/loop.h"
#include "tls.h"

namespace server {

struct Request {
  std::string method, target;   ///< as they were sent
  io::Headers headers;          ///< repeated ones are there as often as they came
  std::string body;
  bool upgrade = false;         ///< a well-formed WebSocket handshake
};

/// A response's body that comes piece by piece. For the loop's thread. Nothing here calls back at once.
class Body {
 public:
  virtual ~Body() = default;
  /// Queues bytes; dropped once it has ended or the peer has gone. A peer that leaves more than SocketLimits::queue_max
  /// unread is cut off.
  virtual void send(std::string bytes) = 0;
  /// Sends what is queued, then closes the connection.
  virtual void end() = 0;
  /// Bytes that were queued and have not gone to the kernel.
  [[nodiscard]] virtual std::size_t waiting() const = 0;
  /// Called once if the peer goes before the end.
  std::function<void()> on_gone;
};

struct Response {
  int status = 200;
  io::Headers headers;          ///< without content-length, date, connection
  std::string body;
  std::string_view fixed;       ///< instead of `body`: bytes that outlive the server
  std::function<void(std::shared_ptr<Body>)> stream{};   ///< instead of both: gets the body to fill
};

/// One open WebSocket. For the loop's thread. Nothing here calls back at once.
class Socket {
 public:
  virtual ~Socket() = default;
  /// Queues a text message; dropped if the socket is closed or closing. A peer that leaves more than
  /// SocketLimits::queue_max unread is cut off.
  virtual void send(std::string text) = 0;
  /// Sends what is queued, then closes. `why` at most 123 bytes.
  virtual void close(int code, std::string why) = 0;
  /// Bytes that were queued and have not gone to the kernel.
  [[nodiscard]] virtual std::size_t waiting() const = 0;
};

/// What a WebSocket is connected to. Destroyed when the socket is gone.
class SocketUser {
 public:
  virtual ~SocketUser() = default;
  virtual void on_message(std::string_view text) = 0;
  /// Less than SocketLimits::room is waiting, after more was.
  virtual void on_room() {}
};

struct Upgrade {
  Response refused{.status = 403, .headers = {}, .body = {}, .fixed = {}};   ///< if there is no `open`
  std::function<std::unique_ptr<SocketUser>(std::shared_ptr<Socket>)> open;
  std::string protocol;              ///< the chosen subprotocol, "" = none
  std::size_t message_max = std::size_t{256} << 10;
};

/// What is served. Must outlive the server; must not throw.
class Site {
 public:
  virtual ~Site() = default;
  virtual Response answer(const Request& request) = 0;
  virtual Upgrade upgrade(const Request& request) = 0;
  /// For what is no request: 400, 408, 413, 431, 503.
  virtual Response error(int status) = 0;
};

struct SocketLimits {
  std::size_t queue_max = std::size_t{64} << 20;
  std::size_t room = std::size_t{256} << 10;
  io::Millis stall{30000};          ///< no message could be sent for so long = cut off
};

struct HttpLimits {
  std::size_t head_max = std::size_t{16} << 10;
  std::size_t body_max = std::size_t{64} << 10;
  io::Millis head_time{10000};      ///< from the first byte of a request to the end of its head; then for its body
  io::Millis idle_time{60000};      ///< between requests
  io::Millis write_time{30000};
  std::size_t requests_max = 256;   ///< connections that are no WebSocket
  std::size_t sockets_max = 4096;
  SocketLimits socket;
};

struct Where {
  std::string address = "127.0.0.1";
  unsigned short port = 0;          ///< 0 = any
};

class HttpServer {
 public:
  /// Listens, and serves as long as the loop runs. Fails with exists (the port is taken), denied, invalid (no address of this
  /// machine), io.
  static base::Result<std::unique_ptr<HttpServer>> listen(io::Loop& loop, Where where, HttpLimits limits, Site& site,
                                                          std::shared_ptr<Tls> tls);
  virtual ~HttpServer() = default;
  [[nodiscard]] virtual unsigned short port() const = 0;
  [[nodiscard]] virtual std::size_t sockets() const = 0;
  /// Tells all sockets that the server goes (1001) and waits for them, at most 2 s. Must have returned before the
  /// destructor runs.
  virtual io::Task<> close() = 0;
};

/// Unpacks what gzip -n made. "" if it is damaged or larger than `limit`.
std::string gunzip(std::string_view packed, std::size_t limit);

}  // namespace server

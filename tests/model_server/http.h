#pragma once
// The server's side of HTTP/1.1 over a blocking socket.

#include <string>
#include <string_view>

#include "base/file.h"
#include "model_server/server.h"

namespace model_server {

inline constexpr std::size_t k_head_max = std::size_t{256} << 10;
inline constexpr std::size_t k_body_max = std::size_t{256} << 20;

struct HttpRequest {
  std::string method, path, query, body;
  Headers headers;
  /// The header's value, compared without case; "" if it is not there.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
};

/// One client. Every wait ends when `stop_fd` becomes readable.
class Connection {
 public:
  Connection(base::Fd socket, int stop_fd) : socket_(std::move(socket)), stop_fd_(stop_fd) {}

  enum class Got { request, closed, bad };
  /// The next request; `bad` = not HTTP, or too large.
  Got read(HttpRequest& out);
  /// False when the client is gone.
  bool write(std::string_view bytes);
  /// Waits until the client closes (true) or the server stops (false).
  bool wait_closed();
  /// Closes with a RST instead of a FIN.
  void reset();

 private:
  bool fill();
  bool wait_readable();
  base::Fd socket_;
  int stop_fd_;
  std::string buffer_;
};

/// A whole answer with Content-Length. A Content-Type among `headers` wins; an empty one = none.
std::string http_answer(int status, Headers headers, std::string_view body);
/// The head of a chunked answer, and its pieces.
std::string http_stream_head(int status, Headers headers);
std::string http_chunk(std::string_view bytes);

}  // namespace model_server

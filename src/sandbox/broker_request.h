#pragma once
// What a command sends first: the head of an HTTP request or the two messages of SOCKS5. Pure functions
// over all bytes so far; the answer does not depend on how they came in pieces.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "host.h"

namespace sandbox {

inline constexpr std::size_t k_http_head_max = std::size_t{32} << 10;
inline constexpr std::size_t k_http_headers_max = 128;

// ---- HTTP ----

struct HttpHead {
  std::string method, target;
  bool is_1_0 = false;
  std::vector<std::pair<std::string, std::string>> headers;   ///< values without blanks around them
  /// The values of all headers of this name, in any case.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
};

struct HttpHeadRead {
  std::optional<HttpHead> head;   ///< when complete
  std::size_t size = 0;           ///< of the head, with its empty line
  int status = 0;                 ///< not 0: refuse with this (400, 431, 505); `why` says what is wrong
  std::string_view why;
};
/// Strict: CRLF, single spaces, no folded lines, no space before a colon, no control characters: what two
/// readers could read differently is refused.
HttpHeadRead read_http_head(std::string_view bytes);

/// How the body of a request ends.
struct HttpBody {
  bool is_chunked = false;
  std::uint64_t length = 0;   ///< if not chunked
};

struct HttpForward {
  HostPort to;               ///< port always set
  HttpBody body;
  std::string head;          ///< to send to the server
};
/// A request that is to be made for the client. With `tunnel`, the target is "/path" and the Host header
/// must name `tunnel` (the host and port that were asked for before); without, the target is
/// "http://host/path" and the Host header must say the same. The head that comes out says Connection:
/// close, and holds no header that is for proxies. Fails with invalid (400), unsupported (501), denied
/// (403: another host).
base::Result<HttpForward> forward_http(const HttpHead& head, const HostPort* tunnel);

/// The target of CONNECT. Fails with invalid.
base::Result<HostPort> connect_target(const HttpHead& head);

/// Passes a chunked body on in its plainest form: no extensions, no trailers. feed() appends what may be
/// sent and returns how many bytes belonged to the body; is_bad() and is_done() end it.
class HttpChunks {
 public:
  std::size_t feed(std::string_view bytes, std::string& out);
  [[nodiscard]] bool is_done() const { return state_ == State::done; }
  [[nodiscard]] bool is_bad() const { return state_ == State::bad; }

 private:
  enum class State : std::uint8_t { size, data, after_data, trailer, done, bad };
  void on_line(std::string& out);
  void on_size(std::string& out);
  State state_ = State::size;
  std::string line_;
  std::uint64_t left_ = 0;
  std::size_t trailers_ = 0;
};

/// An answer of our own: one line of text, Connection: close. `why` gets onto the status line too, where
/// clients that do not show a proxy's body show it.
std::string http_answer(int status, std::string_view why);

// ---- SOCKS5 (RFC 1928) ----

enum class SocksReply : std::uint8_t {
  ok = 0, failed = 1, not_allowed = 2, network_unreachable = 3, host_unreachable = 4, refused = 5,
  no_such_command = 7, no_such_address = 8,
};

struct SocksGreeting {
  std::size_t size = 0;          ///< 0 = more is needed
  bool without_password = false; ///< the client offers "no authentication"
};
/// `bytes` begins with 5.
SocksGreeting read_socks_greeting(std::string_view bytes);

struct SocksRequest {
  std::size_t size = 0;               ///< 0 = more is needed
  SocksReply problem = SocksReply::ok;
  std::string host;                   ///< name as it was sent, any bytes; or the text of an address
  std::uint16_t port = 0;
};
SocksRequest read_socks_request(std::string_view bytes);

std::string socks_method(bool accepted);
std::string socks_reply(SocksReply reply);

}  // namespace sandbox

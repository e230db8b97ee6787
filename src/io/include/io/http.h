#pragma once
// contract: HTTP client. The real one is libcurl's multi interface (HTTP/2, TLS, proxies from the
// environment), loaded when the first request is made; tests and replay stand in for it.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/env.h"
#include "io/loop.h"

namespace io {

using Headers = std::vector<std::pair<std::string, std::string>>;
/// The value of a header, compared without case; "" if it is not there.
std::string_view header(const Headers& headers, std::string_view name);

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  Millis connect_timeout{10000};   ///< name, connection and TLS together
  Millis idle_timeout{120000};     ///< no byte in or out for so long = Error{timeout}
  bool use_proxy = true;         ///< false: never through a proxy (loopback probes)
};

struct HttpResponse {
  int status = 0;
  Headers headers;
  std::string body;   ///< empty if a sink took it
};

/// Takes a response as it arrives, on the loop's thread. Must not throw, and not wait.
struct HttpSink {
  std::function<void(const HttpResponse& head)> on_head;   ///< status and headers, once
  std::function<void(std::string_view bytes)> on_body;
};

inline constexpr std::size_t k_http_body_max = std::size_t{64} << 20;
inline constexpr std::size_t k_http_stream_max = std::size_t{1} << 30;   ///< of what a sink gets
inline constexpr std::size_t k_http_head_max = std::size_t{256} << 10;
inline constexpr int k_http_redirects_max = 5;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// Any HTTP status is a success here. With a sink, on_body gets the bytes and `body` stays empty.
  /// Compressed bodies are unpacked. Redirects are followed for GET and HEAD only; to another
  /// scheme, host or port without any of the request's headers, and never from https to http.
  /// Fails with unavailable (no connection, broken off: the text says which and names host and
  /// port), timeout, cancelled (within 100 ms), too_big, invalid (URL, header), denied (a
  /// certificate that is not trusted), protocol (what came is not HTTP), unsupported (no libcurl).
  /// Errors hold neither headers nor the URL's path, since keys are there.
  virtual Task<base::Result<HttpResponse>> fetch(HttpRequest request, HttpSink sink) = 0;
};

/// Proxies and CA files come from `env` (http_proxy, https_proxy, all_proxy, no_proxy in either
/// case, SSL_CERT_FILE, SSL_CERT_DIR), never from the process. Loopback hosts are never proxied.
/// Cheap to make: libcurl is loaded at the first fetch. Must be destroyed before the loop.
std::unique_ptr<HttpClient> make_http_client(Loop& loop, const base::Env& env);

}  // namespace io

#pragma once
// By which names the server may be called, and from which pages. Pure; safe from any thread.
//
// A page of somebody else can make its name mean 127.0.0.1 (DNS rebinding): then the browser takes it for the server's own
// origin, but still sends that name as Host. And it can open a WebSocket to any server, with cookies: then Origin tells.

#include <string>
#include <string_view>
#include <vector>

namespace server {

class Origins {
 public:
  /// `names`: host names and addresses besides those of loopback, in lower case, without port.
  explicit Origins(std::vector<std::string> names, bool tls) : names_(std::move(names)), tls_(tls) {}

  /// `host` is a Host header. Any port is fine: it is another one behind a tunnel.
  [[nodiscard]] bool is_ours(std::string_view host) const;
  /// `origin` is an Origin header, `host` the Host of the same request. https is fine where http is served: a proxy in front
  /// may speak it.
  [[nodiscard]] bool is_same(std::string_view origin, std::string_view host) const;

 private:
  std::vector<std::string> names_;
  bool tls_;
};

/// The name in "name:port", "[::1]:port" or "name", in lower case; "" if it is none.
std::string host_name(std::string_view host);

}  // namespace server

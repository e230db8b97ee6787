#pragma once
// What the client must know of a URL: whom it talks to, and whether through a proxy.

#include <string>

#include "base/env.h"
#include "base/try.h"

namespace io {

struct HttpTarget {
  std::string scheme;      ///< "http" or "https"
  std::string host;        ///< lower case, an IPv6 address without brackets
  int port = 0;
  /// "host:port", for errors: the URL itself may hold a key.
  [[nodiscard]] std::string name() const;
  bool operator==(const HttpTarget&) const = default;
};

/// Fails with invalid; the text does not repeat what may be a secret (user, query).
base::Result<HttpTarget> http_target(const std::string& url);

/// localhost and its subdomains, 127.0.0.0/8, ::1, 0.0.0.0: never through a proxy.
bool is_loopback(const HttpTarget& target);

/// The proxy's URL for this target, "" = none: *_proxy and all_proxy in either case, unless no_proxy
/// names the host ("*", a domain with or without its dot, an address, with or without a port).
std::string proxy_for(const HttpTarget& target, const base::Env& env);

}  // namespace io

#pragma once
// contract: the only way out to the network for commands in a box with Network::list: a proxy on a Unix
// socket, outside of the box, that lets named hosts through and nothing else.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/loop.h"

namespace sandbox {

/// "example.org" (that host), "*.example.org" (hosts below it), "example.org:8443" (that port; else 80
/// and 443 only), "10.1.2.3" (a private address must be named as such).
struct HostRules {
  std::vector<std::string> allow;
};
/// Fails with invalid: an odd character, a pattern that is not one, an empty label.
base::Result<> check_rules(const HostRules& rules);
/// Whether `host` (as it came from the command, any bytes) and port may be asked for. Pure. NUL and odd
/// bytes, a trailing dot, upper case, and numbers that only look like an address are treated as what
/// they are.
bool allows(const HostRules& rules, std::string_view host, std::uint16_t port);

struct Passage {                     ///< one connection, for the log
  std::string host;
  std::uint16_t port = 0;
  bool allowed = false;
  std::string why;                   ///< of a refusal
  std::uint64_t bytes_out = 0, bytes_in = 0;
};

struct BrokerOptions {
  HostRules rules;
  std::string socket;                ///< path of the Unix socket to make (mode 0600)
  std::vector<std::string> allowed_addresses;   ///< private addresses that may be dialled all the same
                                                ///< (tests: "127.0.0.1")
  std::function<void(const Passage&)> on_passage;   ///< when a connection ends or is refused
};

/// HTTP CONNECT, HTTP with absolute URLs, and SOCKS5 (no authentication; the socket is the right to ask)
/// on one socket, told apart by the first byte. The name is resolved here, once; addresses of loopback,
/// link-local, metadata services and private networks are refused unless named; the address that was
/// checked is the one dialled. For TLS the server name in the ClientHello must be the host asked for.
/// At most 256 connections; idle ones end after 5 minutes. For the loop's thread.
class Broker {
 public:
  static base::Result<std::unique_ptr<Broker>> start(io::Loop& loop, BrokerOptions options);
  virtual ~Broker() = default;
  /// Ends all connections and waits for them.
  virtual io::Task<> close() = 0;
};

}  // namespace sandbox

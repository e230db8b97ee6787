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
  std::string host;                  ///< of one that is none: what a log may show of its bytes
  std::uint16_t port = 0;
  bool allowed = false;              ///< also of a host that could not be reached: the rules let it in
  std::string why;                   ///< of a refusal or a failure, one line; names the rule to add
  std::uint64_t bytes_out = 0, bytes_in = 0;   ///< to and from the server
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
/// checked is the one dialled. For TLS the server name in the ClientHello must be the host asked for
/// (a hello that hides a second name, ECH, is refused), for HTTP the Host header; on port 80 nothing
/// but these two passes, HTTP as one request a connection. On other ports what is not TLS passes as it is.
/// Refusals are answered in the protocol's own words: HTTP 403 with a line that names the rule to add,
/// SOCKS reply 2, a TLS alert. At most 256 connections, the next ones wait; idle ones end after 5
/// minutes, slow requests after 10 s. For the loop's thread.
class Broker {
 public:
  /// Listens when it returns; serves when the loop runs. Takes the place of a socket file whose broker
  /// was killed. Fails with invalid (a rule, an address, a path that is too long), exists (another
  /// broker or a file is there), not_found, denied, io.
  static base::Result<std::unique_ptr<Broker>> start(io::Loop& loop, BrokerOptions options);
  /// Without close(): connections end soon after, unreported. Removes the socket's file. The Loop must
  /// outlive it.
  virtual ~Broker() = default;
  /// Ends all connections and waits for them: some seconds if one of them is just looking up a name
  /// that nobody answers for.
  virtual io::Task<> close() = 0;
};

}  // namespace sandbox

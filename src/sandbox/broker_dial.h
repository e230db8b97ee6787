#pragma once
// From a host that the rules allow to a connection with an address that was checked.

#include <functional>
#include <vector>

#include "broker_stream.h"
#include "host.h"
#include "host_rules.h"

namespace sandbox {

/// What tests replace.
struct BrokerSeams {
  /// The addresses of a name, in the order to try them; none = no such host. Blocking, on the pool.
  std::function<base::Result<std::vector<Address>>(const std::string& name)> resolve;
  /// Of this machine's interfaces. Blocking, on the pool.
  std::function<std::vector<Address>()> own_addresses;
  io::Millis head_limit{10'000};      ///< for a request, or a TLS hello, to be complete
  io::Millis lookup_limit{20'000};    ///< waiting for a turn included
  io::Millis connect_limit{10'000};   ///< for each address
  io::Millis idle_limit{300'000};
  std::size_t connections_max = 256;
  std::uint16_t http_port = 80;       ///< where a tunnel carries TLS or HTTP, nothing else
};
/// getaddrinfo and getifaddrs.
BrokerSeams system_seams();

inline constexpr std::size_t k_addresses_max = 16;   ///< of one name that are tried

/// What may be dialled, and who is asked for addresses.
struct DialPolicy {
  RuleSet rules;
  std::vector<Address> allowed_addresses;
  BrokerSeams seams;
};

/// Connects to `host`, which the rules allow: resolved once, every address checked, the first of those
/// left that answers. Fails with denied (no address that may be dialled; names the rule that is missing),
/// not_found (no such host), unavailable, timeout, cancelled.
io::Task<base::Result<Stream>> dial(const DialPolicy& policy, Gate& lookups, HostPort to);

}  // namespace sandbox

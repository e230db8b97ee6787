// DNS rebinding: a name that is looked up twice can be a public address when it is checked and
// 127.0.0.1 when it is dialled. So there is one lookup, its answer is a list of numbers, the numbers
// are checked, and the same numbers are dialled.
//
// getaddrinfo blocks and cannot be broken off, and a command may ask for slow names on purpose. So
// lookups hold at most half of the pool's threads, and glibc's resolver is told to give up early.
#include "broker_dial.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <resolv.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "base/try.h"

namespace sandbox {

namespace asio = boost::asio;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);

// ---- the system ----

std::optional<Address> address_of(const sockaddr* from) {
  if (from == nullptr) return std::nullopt;
  if (from->sa_family == AF_INET) {
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in*>(from)->sin_addr, bytes.size());
    return Address::v4(bytes);
  }
  if (from->sa_family == AF_INET6) {
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6*>(from)->sin6_addr, bytes.size());
    return Address::v6(bytes);
  }
  return std::nullopt;
}

/// Two tries of 2 s for each name server, instead of 5 s: in this thread only. Set anew each time: glibc
/// does not follow changes of resolv.conf in a thread whose settings were changed by hand.
void be_impatient() {
#ifdef __GLIBC__
  if (::res_init() != 0) return;
  _res.retrans = 2;
  _res.retry = 2;
#endif
}

base::Result<std::vector<Address>> look_up(const std::string& name) {
  be_impatient();
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
  std::vector<Address> addresses;
  if (error == EAI_NONAME || error == EAI_NODATA || error == EAI_ADDRFAMILY) return addresses;
  if (error != 0)
    return base::fail(base::Code::unavailable, fmt::format("cannot look up {}: {}", name, ::gai_strerror(error)));
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next)
    if (const auto address = address_of(each->ai_addr)) addresses.push_back(*address);
  ::freeaddrinfo(found);
  return addresses;
}

std::vector<Address> interface_addresses() {
  std::vector<Address> addresses;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return addresses;   // private ones are refused all the same
  for (const ifaddrs* each = all; each != nullptr; each = each->ifa_next)
    if (const auto address = address_of(each->ifa_addr)) addresses.push_back(*address);
  ::freeifaddrs(all);
  return addresses;
}

// ---- lookup ----

struct Found {
  std::vector<Address> addresses, own;
};

io::Task<base::Result<Found>> find(const BrokerSeams& seams, std::string name) {
  std::function<base::Result<Found>(std::stop_token)> work = [&seams, &name](const std::stop_token&) -> base::Result<Found> {
    TRY(auto addresses, seams.resolve(name));
    return Found{std::move(addresses), seams.own_addresses()};
  };
  co_return co_await io::offload(std::move(work));
}

io::Task<base::Result<Found>> find_in_turn(const BrokerSeams& seams, Gate& lookups, std::string name) {
  const bool is_in = co_await lookups.enter();
  if (!is_in) co_return base::fail(base::Code::cancelled, "cancelled");
  auto found = co_await find(seams, std::move(name));
  lookups.leave();
  co_return found;
}

/// "" if it may be dialled.
std::string_view forbidden_as(const DialPolicy& policy, const Address& address, std::uint16_t port,
                              const std::vector<Address>& own) {
  const auto is_in = [&](const std::vector<Address>& list) {
    return std::find(list.begin(), list.end(), address) != list.end();
  };
  const Host as_host{address.text(), address};
  if (is_in(policy.allowed_addresses) || policy.rules.allows(as_host, port)) return "";
  if (const auto why = not_public(address); !why.empty()) return why;
  return is_in(own) ? "an address of this machine" : "";
}

/// Takes out what may not be dialled.
base::Result<std::vector<Address>> checked(const DialPolicy& policy, const HostPort& to, const Found& found) {
  if (found.addresses.empty()) return base::fail(base::Code::not_found, "no such host: " + to.host.name);
  std::vector<Address> good;
  std::string why;
  for (const auto& address : found.addresses) {
    const auto reason = forbidden_as(policy, address, *to.port, found.own);
    if (reason.empty()) good.push_back(address);
    else if (why.empty())
      why = fmt::format("{} leads to {}, {}: to allow it, add \"{}\" to the allowed hosts", to.host.name,
                        address.text(), reason, rule_for(Host{address.text(), address}, *to.port));
  }
  if (good.empty()) return base::fail(base::Code::denied, std::move(why));
  if (good.size() > k_addresses_max) good.resize(k_addresses_max);
  return good;
}

// ---- connecting ----

using Endpoint = asio::generic::stream_protocol::endpoint;

Endpoint endpoint_of(const Address& address, std::uint16_t port) {
  if (address.is_v4()) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    std::memcpy(&to.sin_addr, address.v4_bytes().data(), 4);
    return {&to, sizeof to};
  }
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(port);
  std::memcpy(&to.sin6_addr, address.bytes().data(), 16);
  return {&to, sizeof to};
}

io::Task<base::Result<>> connect(Stream& stream, Endpoint to) {
  const bool cancelled = co_await io::is_cancelled();
  if (cancelled) co_return base::fail(base::Code::cancelled, "cancelled");
  boost::system::error_code error;
  const asio::generic::stream_protocol protocol(to.protocol().family(), IPPROTO_TCP);
  stream.open(protocol, error);
  if (error) co_return base::fail(base::Code::unavailable, error.message());
  const int on = 1;   // both help only; a failure costs nothing but time
  (void)::setsockopt(stream.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  (void)::setsockopt(stream.native_handle(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  const auto [failure] = co_await stream.async_connect(to, k_as_tuple);
  if (failure) co_return base::fail(base::Code::unavailable, failure.message());
  co_return base::Result<>();
}

io::Task<base::Result<Stream>> connect_first(const DialPolicy& policy, std::vector<Address> addresses, HostPort to) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  base::Error last;
  for (const auto& address : addresses) {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return base::fail(base::Code::cancelled, "cancelled");
    Stream stream(executor);
    const auto place = Host{address.text(), address}.with_port(*to.port);
    auto connected = co_await io::within(policy.seams.connect_limit, place, connect(stream, endpoint_of(address, *to.port)));
    if (connected) co_return stream;
    last = std::move(connected).error();
    last.what = fmt::format("cannot connect to {} at {}: {}", to.host.name, place, last.what);
  }
  co_return base::fail(std::move(last));
}

}  // namespace

BrokerSeams system_seams() {
  BrokerSeams seams;
  seams.resolve = look_up;
  seams.own_addresses = interface_addresses;
  return seams;
}

io::Task<base::Result<Stream>> dial(const DialPolicy& policy, Gate& lookups, HostPort to) {
  std::vector<Address> addresses;
  if (to.host.address) {
    addresses.push_back(*to.host.address);   // named in a rule, or we would not be here
  } else {
    CO_TRY(const auto found, co_await io::within(policy.seams.lookup_limit, "looking up " + to.host.name,
                                                 find_in_turn(policy.seams, lookups, to.host.name)));
    CO_TRY(addresses, checked(policy, to, found));
  }
  co_return co_await connect_first(policy, std::move(addresses), std::move(to));
}

}  // namespace sandbox

#pragma once
// Who is asked for: a host name or an address, from bytes that a command chose. Parsed once; after
// that only the parsed form is compared, resolved, dialled and shown. Pure; safe from any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace sandbox {

inline constexpr std::size_t k_host_max = 253;   ///< bytes of a host name, as DNS has it

/// An IPv4 or IPv6 address. An IPv4 address in IPv6 clothes (::ffff:1.2.3.4) is an IPv4 address.
class Address {
 public:
  static Address v4(std::array<std::uint8_t, 4> bytes);
  static Address v6(const std::array<std::uint8_t, 16>& bytes);
  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] std::array<std::uint8_t, 4> v4_bytes() const;   ///< of a v4 address
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }   ///< v4 as ::ffff:..
  /// "10.1.2.3", "fe80::1".
  [[nodiscard]] std::string text() const;
  bool operator==(const Address&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

/// Why nothing should dial this address on a command's behalf: "loopback", "a private network", "a cloud
/// metadata service", ...; "" for an address of the public internet. IPv6 addresses that carry an IPv4
/// address to somewhere else (NAT64, 6to4) are judged by that one.
std::string_view not_public(const Address& address);

struct Host {
  std::string name;                 ///< lower case, no trailing dot; of an address its usual text
  std::optional<Address> address;   ///< if it is one, in whatever form it was written
  bool operator==(const Host&) const = default;
  /// "example.org:443", "[::1]:80".
  [[nodiscard]] std::string with_port(std::uint16_t port) const;
};

/// A name (letters, digits, "-" and "_" in labels of 1 to 63 bytes; other alphabets as "xn--"; one
/// trailing dot is dropped) or an address: 10.1.2.3, ::1, [::1], and the forms that the C library takes
/// for one: "127.1", "0x7f.1", "2130706433", "017700000001". Fails with invalid on everything else.
base::Result<Host> parse_host(std::string_view bytes);

/// Decimal, 1 to 65535, digits only.
std::optional<std::uint16_t> parse_port(std::string_view text);

struct HostPort {
  Host host;
  std::optional<std::uint16_t> port;   ///< none if none is written
};
/// "example.org", "example.org:8443", "[::1]:80". A bare IPv6 address needs its brackets when a port
/// follows. Fails with invalid.
base::Result<HostPort> parse_host_port(std::string_view text);

/// What a log may show of bytes that were to be a host: printable, the rest as \x00, cut at k_host_max.
std::string shown(std::string_view bytes);

}  // namespace sandbox

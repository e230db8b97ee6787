#include "host.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sandbox {
namespace {

constexpr std::size_t k_label_max = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

base::Error bad(std::string_view bytes, std::string_view why) {
  return {base::Code::invalid, fmt::format("not a host: \"{}\": {}", shown(bytes), why)};
}

// ---- addresses as numbers ----

bool looks_numeric(std::string_view label) {
  if (label.starts_with("0x")) return std::all_of(label.begin() + 2, label.end(), is_hex);
  return !label.empty() && std::all_of(label.begin(), label.end(), is_digit);
}

/// One part of inet_aton's: decimal, octal with 0 in front, hexadecimal with 0x.
std::optional<std::uint32_t> number(std::string_view part) {
  int base = 10;
  if (part.starts_with("0x")) {
    base = 16;
    part.remove_prefix(2);
  } else if (part.size() > 1 && part[0] == '0') {
    base = 8;
    part.remove_prefix(1);
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
  if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
  return value;
}

/// As inet_aton(3) reads it: the last part fills what the ones before it leave.
std::optional<Address> parse_v4(std::string_view text) {
  std::array<std::uint32_t, 4> parts{};
  std::size_t count = 0;
  while (true) {
    if (count == parts.size()) return std::nullopt;
    const auto dot = text.find('.');
    const auto value = number(text.substr(0, dot));
    if (!value) return std::nullopt;
    parts[count++] = *value;
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
  }
  std::uint32_t all = 0;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (parts[i] > 255) return std::nullopt;
    all |= parts[i] << (24 - 8 * i);
  }
  const auto last_bits = 32 - 8 * (count - 1);
  if (last_bits < 32 && parts[count - 1] >> last_bits != 0) return std::nullopt;
  all |= parts[count - 1];
  return Address::v4({static_cast<std::uint8_t>(all >> 24), static_cast<std::uint8_t>(all >> 16),
                      static_cast<std::uint8_t>(all >> 8), static_cast<std::uint8_t>(all)});
}

std::optional<Address> parse_v6(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN + 1> copy{};
  if (text.size() >= copy.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), copy.begin());
  std::array<std::uint8_t, 16> bytes{};
  if (::inet_pton(AF_INET6, copy.data(), bytes.data()) != 1) return std::nullopt;
  return Address::v6(bytes);
}

Host host_of(const Address& address) { return {address.text(), address}; }

// ---- names ----

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > k_label_max || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_'; });
}

bool is_name(std::string_view name) {
  while (true) {
    const auto dot = name.find('.');
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

// ---- ranges ----

struct Range {
  std::array<std::uint8_t, 16> prefix;
  unsigned bits;
  std::string_view what;
};

constexpr Range v4_range(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, unsigned bits,
                         std::string_view what) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}, 96 + bits, what};
}

constexpr std::string_view k_metadata = "a cloud metadata service";
constexpr std::string_view k_private = "a private network";
constexpr std::string_view k_reserved = "a reserved address";

// The first that fits is named, so the narrow ones stand in front.
constexpr Range k_not_public[] = {
    v4_range(169, 254, 169, 254, 32, k_metadata),
    v4_range(169, 254, 170, 2, 32, k_metadata),
    v4_range(100, 100, 100, 200, 32, k_metadata),
    v4_range(168, 63, 129, 16, 32, k_metadata),
    v4_range(192, 0, 0, 192, 32, k_metadata),
    v4_range(0, 0, 0, 0, 32, "the unspecified address"),
    v4_range(0, 0, 0, 0, 8, k_reserved),
    v4_range(10, 0, 0, 0, 8, k_private),
    v4_range(100, 64, 0, 0, 10, "a carrier's private network"),
    v4_range(127, 0, 0, 0, 8, "loopback"),
    v4_range(169, 254, 0, 0, 16, "link-local"),
    v4_range(172, 16, 0, 0, 12, k_private),
    v4_range(192, 0, 0, 0, 24, k_reserved),
    v4_range(192, 0, 2, 0, 24, k_reserved),
    v4_range(192, 88, 99, 0, 24, k_reserved),
    v4_range(192, 168, 0, 0, 16, k_private),
    v4_range(198, 18, 0, 0, 15, k_reserved),
    v4_range(198, 51, 100, 0, 24, k_reserved),
    v4_range(203, 0, 113, 0, 24, k_reserved),
    v4_range(224, 0, 0, 0, 4, "multicast"),
    v4_range(255, 255, 255, 255, 32, "broadcast"),
    v4_range(240, 0, 0, 0, 4, k_reserved),
    {{}, 128, "the unspecified address"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},
    {{0xfd, 0x00, 0x0e, 0xc2}, 32, k_metadata},
    {{0xfd, 0x20, 0x00, 0xce}, 32, k_metadata},
    {{0xfc}, 7, k_private},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, k_private},
    {{0xff}, 8, "multicast"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, k_private},   // NAT64 of a site
    {{0x20, 0x01, 0x00, 0x00}, 32, "a tunnel (Teredo)"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, k_reserved},
    {{0x3f, 0xff}, 20, k_reserved},
};
constexpr Range k_nat64 = {{0x00, 0x64, 0xff, 0x9b}, 96, ""};
constexpr Range k_6to4 = {{0x20, 0x02}, 16, ""};
constexpr Range k_global = {{0x20}, 3, ""};   // all that was ever given out of IPv6

bool contains(const Range& range, const std::array<std::uint8_t, 16>& bytes) {
  for (unsigned bit = 0; bit < range.bits; bit += 8) {
    const unsigned rest = std::min(range.bits - bit, 8U);
    const auto mask = static_cast<std::uint8_t>(0xff00U >> rest);
    if (((bytes[bit / 8] ^ range.prefix[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

Address embedded(const std::array<std::uint8_t, 16>& bytes, std::size_t at) {
  return Address::v4({bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]});
}

}  // namespace

// ---- Address ----

Address Address::v4(std::array<std::uint8_t, 4> bytes) {
  Address address;
  address.bytes_[10] = address.bytes_[11] = 0xff;
  std::copy(bytes.begin(), bytes.end(), address.bytes_.begin() + 12);
  return address;
}

Address Address::v6(const std::array<std::uint8_t, 16>& bytes) {
  Address address;
  address.bytes_ = bytes;
  return address;
}

bool Address::is_v4() const {
  return contains(v4_range(0, 0, 0, 0, 0, ""), bytes_);
}

std::array<std::uint8_t, 4> Address::v4_bytes() const {
  return {bytes_[12], bytes_[13], bytes_[14], bytes_[15]};
}

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_v4()) ::inet_ntop(AF_INET, bytes_.data() + 12, text.data(), text.size());
  else ::inet_ntop(AF_INET6, bytes_.data(), text.data(), text.size());
  return text.data();
}

std::string_view not_public(const Address& address) {
  const auto& bytes = address.bytes();
  if (contains(k_nat64, bytes)) return not_public(embedded(bytes, 12));
  if (contains(k_6to4, bytes)) return not_public(embedded(bytes, 2));
  for (const auto& range : k_not_public)
    if (contains(range, bytes)) return range.what;
  if (!address.is_v4() && !contains(k_global, bytes)) return k_reserved;
  return "";
}

// ---- Host ----

std::string Host::with_port(std::uint16_t port) const {
  const bool is_v6 = address && !address->is_v4();
  return is_v6 ? fmt::format("[{}]:{}", name, port) : fmt::format("{}:{}", name, port);
}

base::Result<Host> parse_host(std::string_view bytes) {
  if (bytes.empty()) return base::fail(base::Code::invalid, "not a host: it is empty");
  const bool in_brackets = bytes.size() > 2 && bytes.front() == '[' && bytes.back() == ']';
  if (in_brackets || bytes.find(':') != std::string_view::npos) {
    const auto address = parse_v6(in_brackets ? bytes.substr(1, bytes.size() - 2) : bytes);
    if (!address) return base::fail(bad(bytes, "it is no IPv6 address"));
    return host_of(*address);
  }
  std::string name = lower(bytes);
  if (name.ends_with('.')) name.pop_back();
  if (name.size() > k_host_max) return base::fail(bad(bytes, "it is longer than 253 bytes"));
  if (!is_name(name))
    return base::fail(bad(bytes, "only letters, digits, \"-\" and \"_\" between dots make a name (others in "
                                 "their xn-- form)"));
  // A name whose last label is a number is no name: somewhere on the way it would be taken for an
  // address that the rules have not seen.
  if (!looks_numeric(std::string_view(name).substr(name.rfind('.') + 1))) return Host{std::move(name), {}};
  const auto address = parse_v4(name);
  if (!address) return base::fail(bad(bytes, "it ends in a number but is no IPv4 address"));
  return host_of(*address);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

base::Result<HostPort> parse_host_port(std::string_view text) {
  std::string_view host = text, port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return base::fail(bad(text, "a bracket is not closed"));
    host = text.substr(0, close + 1);
    port = text.substr(close + 1);
    has_port = !port.empty();
    if (has_port && port.front() != ':') return base::fail(bad(text, "something follows the bracket"));
    if (has_port) port.remove_prefix(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos && colon == text.rfind(':')) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    has_port = true;
  }
  auto parsed = parse_host(host);
  if (!parsed) return base::fail(std::move(parsed).error());
  HostPort result{std::move(*parsed), std::nullopt};
  if (!has_port) return result;
  result.port = parse_port(port);
  if (!result.port) return base::fail(bad(text, "its port is not a number from 1 to 65535"));
  return result;
}

std::string shown(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const bool plain = c > 0x20 && c < 0x7f && c != '"' && c != '\\';
    const std::string part = plain ? std::string(1, c) : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    if (out.size() + part.size() > k_host_max) return out + "...";
    out += part;
  }
  return out;
}

}  // namespace sandbox

#include <array>

#include "broker_request.h"

namespace sandbox {
namespace {

constexpr char k_version = 5;
enum : std::uint8_t { k_connect = 1, k_v4 = 1, k_name = 3, k_v6 = 4 };

std::uint8_t byte(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

template <std::size_t N>
std::array<std::uint8_t, N> taken(std::string_view bytes, std::size_t at) {
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = byte(bytes, at + i);
  return out;
}

SocksRequest problem(SocksReply reply, std::size_t size) {
  SocksRequest request;
  request.size = size;
  request.problem = reply;
  return request;
}

}  // namespace

SocksGreeting read_socks_greeting(std::string_view bytes) {
  SocksGreeting greeting;
  if (bytes.size() < 2 || bytes.size() < 2U + byte(bytes, 1)) return greeting;
  greeting.size = 2U + byte(bytes, 1);
  greeting.without_password = bytes.substr(2, byte(bytes, 1)).find('\0') != std::string_view::npos;
  return greeting;
}

SocksRequest read_socks_request(std::string_view bytes) {
  SocksRequest request;
  if (bytes.size() < 5) return request;
  const auto type = byte(bytes, 3);
  std::size_t address = 0, at = 4;
  if (type == k_v4) address = 4;
  if (type == k_v6) address = 16;
  if (type == k_name) address = byte(bytes, at++);
  if (bytes[0] != k_version || bytes[2] != 0) return problem(SocksReply::failed, bytes.size());
  if (type != k_v4 && type != k_v6 && type != k_name) return problem(SocksReply::no_such_address, bytes.size());
  if (bytes.size() < at + address + 2) return request;
  request.size = at + address + 2;
  if (byte(bytes, 1) != k_connect) request.problem = SocksReply::no_such_command;
  if (type == k_name) request.host = bytes.substr(at, address);
  if (type == k_v4) request.host = Address::v4(taken<4>(bytes, at)).text();
  if (type == k_v6) request.host = Address::v6(taken<16>(bytes, at)).text();
  at += address;
  request.port = static_cast<std::uint16_t>(byte(bytes, at) << 8 | byte(bytes, at + 1));
  return request;
}

std::string socks_method(bool accepted) { return {k_version, accepted ? '\0' : '\xff'}; }

std::string socks_reply(SocksReply reply) {
  return {k_version, static_cast<char>(reply), 0, k_v4, 0, 0, 0, 0, 0, 0};
}

}  // namespace sandbox

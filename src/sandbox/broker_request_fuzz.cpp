// Byte by byte or whole, the answer must be the same; and what we send on must be read by ourselves as
// one request to the host that was judged.
#include <cstdint>
#include <cstdlib>

#include "broker_request.h"

using namespace sandbox;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_forward(const HttpHead& head, const HostPort* tunnel) {
  const auto forward = forward_http(head, tunnel);
  if (!forward) return;
  check(forward->to.port.has_value());
  const auto again = read_http_head(forward->head + "more");
  check(again.head && again.size == forward->head.size());
  const auto hosts = again.head->all("host"), connections = again.head->all("connection");
  check(hosts.size() == 1 && connections.size() == 1 && connections[0] == "close");
  const auto host = parse_host_port(hosts[0]);
  check(host && host->host == forward->to.host && host->port.value_or(80) == *forward->to.port);
  const auto codings = again.head->all("transfer-encoding").size(), lengths = again.head->all("content-length").size();
  check(codings + lengths <= 1 && (codings == 1) == forward->body.is_chunked);
}

void check_head(std::string_view bytes) {
  const auto whole = read_http_head(bytes);
  for (std::size_t i = 0; i <= bytes.size(); ++i) {
    const auto part = read_http_head(bytes.substr(0, i));
    if (!part.head && part.status == 0) continue;
    check(part.size == whole.size && part.status == whole.status && part.why == whole.why);
    check(part.head.has_value() == whole.head.has_value() && (!part.head || part.head->headers == whole.head->headers));
    break;
  }
  if (!whole.head) return;
  (void)connect_target(*whole.head);
  check_forward(*whole.head, nullptr);
  const HostPort tunnel{Host{"example.org", {}}, std::uint16_t{80}};
  check_forward(*whole.head, &tunnel);
}

void check_chunks(std::string_view bytes) {
  HttpChunks whole, pieces, again;
  std::string out, out_of_pieces, out_again;
  const auto taken = whole.feed(bytes, out);
  std::size_t taken_in_pieces = 0;
  for (const char& byte : bytes) taken_in_pieces += pieces.feed({&byte, 1}, out_of_pieces);
  check(taken == taken_in_pieces && out == out_of_pieces);
  check(whole.is_done() == pieces.is_done() && whole.is_bad() == pieces.is_bad());
  if (!whole.is_done()) return;
  check(again.feed(out + "more", out_again) == out.size() && again.is_done() && out_again == out);
}

void check_socks(std::string_view bytes) {
  const auto greeting = read_socks_greeting(bytes);
  check(greeting.size <= bytes.size());
  const auto request = read_socks_request(bytes);
  check(request.size <= bytes.size() && request.host.size() <= 255);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    check(read_socks_greeting(bytes.substr(0, i)).size == (i < greeting.size || greeting.size == 0 ? 0 : greeting.size));
    const auto part = read_socks_request(bytes.substr(0, i));
    if (part.size != 0) check(part.problem == request.problem && part.host == request.host && part.port == request.port);
  }
}

void check_host(std::string_view bytes) {
  const auto host = parse_host(bytes);
  if (!host) return;
  const auto again = parse_host(host->name);   // the parsed form means itself
  check(again && *again == *host && host->name.size() <= k_host_max);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_head(bytes);
  check_chunks(bytes);
  check_socks(bytes);
  check_host(bytes);
  return 0;
}

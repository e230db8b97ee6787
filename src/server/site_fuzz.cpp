// Requests of strangers: whatever they hold, there is an answer, it is guarded, and nobody gets in.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "site.h"

using namespace server;

namespace {

std::string_view next(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

void check(bool good) {
  if (!good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static PlumbSite site(Access({1, 2, 3}), Origins({"box.example"}, false), {},
                        [](const Grant&, const std::shared_ptr<Socket>&) { return std::unique_ptr<SocketUser>(); }, [] { return std::int64_t{1}; });
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Request request;
  request.method = next(rest);
  request.target = next(rest);
  for (const char* name : {"host", "origin", "cookie", "plumb-key", "content-type", "sec-websocket-protocol", "authorization",
                           "accept-encoding", "if-none-match", "sec-fetch-site"})
    if (const auto value = next(rest); !value.empty()) request.headers.emplace_back(name, value);
  request.body = rest;
  const auto response = site.answer(request);
  check(response.status >= 200 && response.status <= 499);
  check(!io::header(response.headers, "content-security-policy").empty());
  check(io::header(response.headers, "set-cookie").empty());
  for (const auto& [name, value] : response.headers) check(value.find_first_of("\r\n") == std::string::npos);
  check(site.upgrade(request).open == nullptr);
  (void)gunzip({reinterpret_cast<const char*>(data), size}, std::size_t{1} << 16);
  return 0;
}

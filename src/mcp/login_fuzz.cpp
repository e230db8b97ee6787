// What servers say about logins: any header is a challenge, any text a URL or none; what comes out can be sent on.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "challenge.h"
#include "url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto challenge = mcp::bearer_challenge({{"WWW-Authenticate", text}});
  if (challenge.scope.size() > text.size() || challenge.error.size() > text.size()) std::abort();
  if (const auto url = mcp::read_url(text)) {
    const bool is_whole = url->origin + url->path + (url->query.empty() ? "" : "?" + url->query) == text || text.ends_with('?');
    if (!is_whole || url->origin.find_first_of("@\"<> \n") != std::string::npos) std::abort();
  }
  const auto form = mcp::form({{"a", text}});
  if (form.find_first_of("\r\n \"<>") != std::string::npos) std::abort();
  if (mcp::query_value("/?" + form, "a") != text) std::abort();
  (void)mcp::query_value(text, "a");
  return 0;
}

// What servers list and answer: any JSON is a tool, a result, or refused; what comes out is printable and bounded.

#include <boost/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "json/json.h"
#include "listed_tool.h"
#include "text/utf8.h"

static void check(std::string_view text) {
  if (!text::is_valid_utf8(text) || text.find('\x1b') != std::string_view::npos) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(mcp::plain(text));
  const auto header = mcp::header_value(text);
  if (header.find('\n') != std::string::npos || header.find('\r') != std::string::npos) std::abort();
  const auto value = json::parse(text);
  if (!value) return 0;
  if (const auto tool = mcp::read_tool(*value)) {
    check(tool->tool.description);
    (void)mcp::param_headers(*tool, *value);
  }
  if (const auto result = mcp::read_result(*value)) {
    check(result->text);
    if (result->images.size() > mcp::k_images_max) std::abort();
  }
  return 0;
}

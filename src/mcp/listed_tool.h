#pragma once
// A tool as a server lists it, checked; and which of its arguments go into HTTP headers too. Internal to mcp.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/http.h"
#include "json/json.h"
#include "mcp/client.h"

namespace mcp {

struct ListedTool {
  Tool tool;
  std::vector<std::pair<std::string, std::string>> headers;   ///< property and header: its "x-mcp-header"
};

/// Fails with invalid: why it is left out, a sentence that names it.
base::Result<ListedTool> read_tool(const json::Value& value);

/// Mcp-Param-* for a call with these arguments.
io::Headers param_headers(const ListedTool& tool, const json::Value& arguments);

/// `value` as a header may have it: as it is if it is printable ASCII without blanks at its ends, else in base64.
std::string header_value(std::string_view value);

/// What a call came back with, as text and pictures. Fails with protocol.
base::Result<CallResult> read_result(const json::Value& result);

/// For what strangers write: valid UTF-8, and no control characters but line feed and tab.
std::string plain(std::string_view text);

}  // namespace mcp

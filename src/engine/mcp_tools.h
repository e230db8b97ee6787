#pragma once
// The tools `mcp_find` and `mcp_call`: all that the model sees of MCP servers, however many there are. Their tools are listed
// when it asks, so the prompt has the same few bytes for one server and for fifty.

#include <memory>
#include <vector>

#include "mcp_servers.h"
#include "tools/tool.h"

namespace engine {

enum class Pictures { no, yes };   ///< whether the model takes them

/// `servers` must outlive them.
std::vector<std::unique_ptr<tools::Tool>> make_mcp_tools(McpServers& servers, Pictures pictures);

}  // namespace engine

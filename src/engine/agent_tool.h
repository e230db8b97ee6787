#pragma once
// The tools `agent` and `agent_result`. Internal to engine.

#include <memory>
#include <vector>

#include "subagents.h"
#include "tools/tool.h"

namespace engine {

/// `agents` must outlive them.
std::vector<std::unique_ptr<tools::Tool>> make_agent_tools(Subagents& agents);

}  // namespace engine

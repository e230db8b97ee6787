#pragma once
// Conversations of other agents, read from the logs that they keep. Their formats are not documented: what is not known is passed
// over, what says nothing for a model (instructions that the agent added, reasoning that only its own service can read) is left out.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "llm/item.h"

namespace engine {

struct ForeignLog {
  std::string agent;               ///< codex, claude
  std::string id, cwd, model;      ///< as the agent has them
  std::string title;               ///< "" = none
  std::string started;             ///< ISO time, "" = not known
  std::vector<llm::Item> items;    ///< UserMessage, AssistantMessage, ToolCall, ToolResult; calls behind the text of their answer
  std::size_t unread = 0;          ///< lines that are no JSON
};

/// Which agent's log it is, by its first lines. Fails with invalid (of none that is known).
base::Result<ForeignLog> read_foreign_log(std::string_view text);
/// A file of codex, ~/.codex/sessions/YYYY/MM/DD/rollout-*.jsonl.
ForeignLog read_codex_log(std::string_view text);
/// A file of Claude Code, ~/.claude/projects/FOLDER/ID.jsonl: the branch that the session ended on, without its subagents.
ForeignLog read_claude_log(std::string_view text);

}  // namespace engine

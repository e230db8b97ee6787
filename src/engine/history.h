#pragma once
// A session's conversation, read back from its journal.

#include <optional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "engine/session.h"
#include "journal/journal.h"

namespace engine {

struct History {
  std::string id, cwd, task, model;       ///< model = "provider/id"
  agent::Conversation conversation;       ///< what the model saw last, without instructions
  agent::Spent spent;
  std::vector<llm::ToolCall> in_doubt;    ///< begun, no outcome recorded: they have got a result that says so
  std::vector<std::string> undelivered;   ///< `steer` without its user.message
  bool ended = false;                     ///< the last run of it ended in order
  std::optional<AttemptOf> attempt;
};

/// Folds the events. Fails with invalid if there is no session.started.
base::Result<History> read_history(const std::string& dir, const std::vector<journal::Event>& events);

/// What a replay must know of the model that was recorded: the `model` of session.started.
json::Value model_to_json(const llm::ModelInfo& info);
base::Result<llm::ModelInfo> recorded_model_info(const std::vector<journal::Event>& events);

/// The payload of model.answer: the items lie in a blob if they are large.
base::Result<json::Value> answer_payload(journal::Journal& journal, int turn,
                                         const llm::Response& response, double cost_usd);

/// The payload of context.compacted; from it the same conversation is made again.
base::Result<json::Value> compaction_payload(journal::Journal& journal, const agent::Compaction& compaction);
base::Result<agent::Compaction> compaction_from(const std::string& dir, const json::Value& payload);

}  // namespace engine

#pragma once
// Questions of servers to the user, as they are on the wire. Internal to mcp.

#include "json/json.h"
#include "mcp/client.h"

namespace mcp {

/// The params of elicitation/create. Fails with invalid: another kind than a form, or no message and schema.
base::Result<Question> read_question(const json::Value& params);

/// The result of elicitation/create.
json::Value answer_json(const Answer& answer);

}  // namespace mcp

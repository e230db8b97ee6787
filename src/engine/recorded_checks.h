#pragma once
// The checks of a session, found before its first change and kept in its log: what it changes later must
// not choose by what it is judged.

#include <optional>
#include <vector>

#include "journal/event.h"
#include "json/json.h"
#include "verify/verify.h"

namespace engine {

/// {checks: [{name, command, why, timeout_s?, reports?}]}: the payload of the event `checks`.
json::Object checks_to_json(const std::vector<verify::Check>& checks);
/// Those of such a payload; nothing if it has no list of them. A check without a command is left out.
std::optional<std::vector<verify::Check>> checks_in(const json::Value& payload);
/// Those of the first such event; nothing if there is none.
std::optional<std::vector<verify::Check>> recorded_checks(const std::vector<journal::Event>& events);

}  // namespace engine

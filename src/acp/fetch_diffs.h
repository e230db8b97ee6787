#pragma once
// The diffs of a step as tool call content.

#include <boost/json/array.hpp>

#include <cstdint>
#include <functional>
#include <string>

#include "json/json.h"
#include "plumb/host.h"

namespace acp {

struct Diffs {
  json::Array content;     ///< ToolCallContent[] of type diff
  json::Array locations;   ///< ToolCallLocation[], where each change begins
};

/// Asks the host for what step `step` changed, or would change, and for the files as they were right after event `seq`.
/// `then` comes once, with nothing where the host has no diff any more; not before this returns or later, as the
/// host answers.
void fetch_diffs(plumb::Host& host, const std::string& id, const std::string& cwd, const std::string& step, std::uint64_t seq,
                 std::function<void(Diffs)> then);

}  // namespace acp

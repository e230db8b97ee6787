#pragma once
// What the decoders of the three wires share.

#include <boost/json.hpp>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "wire/wire.h"

namespace llm::wire {

/// Names of the tools that are freeform for us and functions for this wire.
std::set<std::string, std::less<>> wrapped_tools(const Request& request);

/// Completes a call: no arguments become {}; the input of a wrapped tool is taken out of its
/// wrapping (if the model forgot to wrap it, all it wrote is the input); a missing id is made up.
void complete(ToolCall& call, const std::set<std::string, std::less<>>& wrapped, std::size_t ordinal);

/// A count of tokens; -1 if it is none, or more than any context has (so that sums cannot overflow).
std::int64_t tokens(const json::Value* value);

Failure broken(const Target& target, const std::string& what);

}  // namespace llm::wire

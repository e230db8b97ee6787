#pragma once
// What the encoders of the three wires share.

#include <boost/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "history.h"
#include "wire/wire.h"

namespace llm::wire {

/// The turns of a request as `target` takes them.
std::vector<Turn> history(const Target& target, const Request& request, std::size_t id_max);

/// A tool as a function: the schema, for freeform tools one string parameter named "input".
json::Value parameters(const ToolSpec& tool);

/// The arguments of a call as an object, whatever the model wrote: a freeform input as
/// {"input":...}, broken JSON as {"invalid_json":"..."}, nothing as {}.
json::Object arguments_object(const ToolCall& call);
/// The same as JSON text; valid arguments stay as they were, byte for byte.
std::string arguments_text(const ToolCall& call);

/// "data:image/png;base64,..."
std::string data_url(const Image& image);

/// True if `schema` can be enforced: every object in it names all members as required and allows no
/// others.
bool is_strict(const json::Value& schema);

/// The instructions, with the wanted schema in words if `in_words`.
std::string instructions(const Request& request, bool schema_in_words);

/// Names of tools that the turns call: requests without tools still have to declare them.
std::vector<ToolSpec> called_tools(const std::vector<Turn>& turns);

/// The part of `id` that servers accept as a cache key.
std::string cache_key(const Request& request);

}  // namespace llm::wire

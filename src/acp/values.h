#pragma once
// What the host says, as JSON in the members' names of docs/protocol.md.

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "plumb/host.h"

namespace acp {

/// Larger files and blobs are cut in answers.
inline constexpr std::size_t k_bytes_shown = std::size_t{4} << 20;

json::Object row_to_json(const plumb::SessionInfo& info);
json::Object event_to_json(const plumb::Event& event);
json::Object step_to_json(const plumb::Step& step);
json::Array effects_to_json(const std::vector<plumb::Effect>& effects);
json::Object changed_to_json(const plumb::Changed& changed);
/// {text} if it is UTF-8 without NUL, else {base64}; `cut: true` beyond k_bytes_shown.
json::Object bytes_to_json(std::string_view bytes);

/// Those of a step that wait for leave.
std::vector<plumb::Effect> held_in(const plumb::Step& step);

}  // namespace acp

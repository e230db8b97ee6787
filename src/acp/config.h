#pragma once
// Modes and options of a session, as editors offer them: model, effort, and what becomes of held effects.

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "json/json.h"
#include "plumb/host.h"

namespace acp {

struct Chosen {
  std::string model;    ///< "" = as configured
  std::string effort;   ///< "" = as configured
  plumb::Held held = plumb::Held::ask;
};

std::string_view held_name(plumb::Held held);
std::optional<plumb::Held> held_by_name(std::string_view name);

/// SessionModeState: the modes are `ask` and `keep`.
json::Object modes_to_json(const Chosen& chosen);
/// The configuration options `model`, `effort` and `held`.
json::Array options_to_json(plumb::Host& host, const Chosen& chosen);
/// What stands for "as configured" among an option's values.
inline constexpr std::string_view k_as_configured = "default";

}  // namespace acp

#pragma once
// The end of a run in a few lines of Markdown: what was proven, what changed, what is held.

#include <boost/json/value.hpp>

#include <string>

#include "json/json.h"

namespace acp {

/// `report`: the payload of session.ended, or the JSON of `plumb run`.
std::string verdict_text(const json::Value& report);

}  // namespace acp

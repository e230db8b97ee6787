#pragma once
// How a run ended, as lines: the verdict and what is behind it, from the report in session.ended. Pure.

#include "json/json.h"
#include "style.h"

namespace tui {

Lines verdict_lines(const json::Value& report);
Tone tone_of(std::string_view status);

}  // namespace tui

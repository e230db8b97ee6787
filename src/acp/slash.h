#pragma once
// Slash commands: plumb's verbs, typed as a prompt. They never reach the model.

#include <boost/json/array.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "plumb/host.h"

namespace acp {

struct Slash {
  std::string name;    ///< without the slash
  std::string rest;    ///< what stands behind it, trimmed
};

/// The command at the beginning of `text`; nothing if it is none of ours ("/usr/bin is empty" is for the model).
std::optional<Slash> read_slash(std::string_view text);
/// AvailableCommand[]
/// Ours, then those of the session's folder.
json::Array commands_to_json(const std::vector<plumb::Command>& others);
/// A line a command, for /help.
std::string commands_as_text();

}  // namespace acp

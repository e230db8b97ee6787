#pragma once
// A tool call as hooks know it. They are written for the names that Claude Code gives to tools and to their arguments, so a call
// goes to them under both: plumb's `edit {path, old, new}` is also `Edit {file_path, old_string, new_string}`. Internal to engine.

#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include "base/error.h"
#include "json/json.h"

namespace engine {

struct HookCall {
  std::string tool_name;               ///< "Bash", "mcp__SERVER__TOOL"; plumb's own name where there is no other
  std::vector<std::string> subjects;   ///< what matchers are held against: all names of it
  json::Value input;                   ///< an object, with the arguments under both names
};
/// `arguments` as Tool::canonical has them; what is no JSON object is `command`. Relative paths are made absolute below `root`.
HookCall hook_call(const std::string& tool, const std::string& arguments, const std::string& root);
/// The names of a tool for matchers, as far as they are known without a call.
std::vector<std::string> hook_names(const std::string& tool);
/// The arguments as the tool wants them, of an input that a hook made of `before`. Fails with invalid.
base::Result<std::string> arguments_from(const std::string& tool, const std::string& arguments, const HookCall& before,
                                         const std::string& updated);

}  // namespace engine

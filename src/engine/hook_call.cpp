#include "hook_call.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <span>

#include "base/paths.h"
#include "base/try.h"

namespace engine {

namespace {

struct ToolNames {
  std::string_view ours, theirs;   ///< theirs "" = it has no other name
  std::vector<std::string_view> also;   ///< for matchers only
};
const std::vector<ToolNames>& all_names() {
  static const std::vector<ToolNames> k_all = {
      {"shell", "Bash", {}},  {"edit", "Edit", {"MultiEdit"}}, {"write", "Write", {}}, {"apply_patch", "", {"Edit", "Write"}},
      {"read", "Read", {}},   {"search", "Grep", {}},          {"list", "LS", {}},     {"agent", "Agent", {"Task"}},
      {"skill", "Skill", {}},  {"service", "", {"Bash"}},      {"shell_input", "", {"Bash"}},
  };
  return k_all;
}

struct Member {
  std::string_view ours, theirs;
};
constexpr std::array<Member, 4> k_file_members = {{{"path", "file_path"}, {"old", "old_string"}, {"new", "new_string"}, {"all", "replace_all"}}};
constexpr std::array<Member, 1> k_typed_members = {{{"text", "command"}}};   // what is typed is for a shell, as a command is
constexpr std::string_view k_mcp = "mcp_call";

const ToolNames* names_of(std::string_view tool) {
  const auto& all = all_names();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.ours == tool; });
  return found == all.end() ? nullptr : &*found;
}

/// The arguments that have other names with Claude Code.
std::span<const Member> members_of(std::string_view tool) {
  if (tool == "edit" || tool == "write" || tool == "read") return k_file_members;
  if (tool == "shell_input") return k_typed_members;
  return {};
}

/// What the tool does not know may have one of their names: then it is not what a hook is to see.
json::Object add_names(std::string_view tool, json::Object input, const std::string& root) {
  for (const auto& member : members_of(tool)) {
    input.erase(member.theirs);
    const auto* const value = input.if_contains(member.ours);
    if (value == nullptr) continue;
    json::Value theirs = *value;
    if (member.ours == "path" && value->is_string()) theirs = base::join(root, json::string_or(value));
    input[member.theirs] = std::move(theirs);
  }
  return input;
}

/// What a hook changed under their name is the argument of our name.
json::Object without_names(std::string_view tool, json::Object input, const json::Value& before) {
  for (const auto& member : members_of(tool)) {
    const auto* const given = json::find(before, member.theirs);   // it is there where ours is
    const auto* const now = input.if_contains(member.theirs);
    if (now == nullptr) continue;
    if (given == nullptr || *given != *now) input[member.ours] = json::Value(*now);
    else if (!input.contains(member.ours)) input[member.ours] = *json::find(before, member.ours);
    input.erase(member.theirs);
  }
  return input;
}

HookCall mcp_call(const json::Object& arguments) {
  const json::Value value = arguments;
  HookCall out;
  out.tool_name = "mcp__" + std::string(json::string_or(json::find(value, "server"))) + "__" + std::string(json::string_or(json::find(value, "tool")));
  out.subjects = {std::string(k_mcp), out.tool_name};
  const auto* const input = json::find(value, "arguments");
  out.input = input != nullptr && input->is_object() ? *input : json::Value(json::Object());
  return out;
}

}  // namespace

std::vector<std::string> hook_names(const std::string& tool) {
  std::vector<std::string> out = {tool};
  const auto* const names = names_of(tool);
  if (names == nullptr) return out;
  if (!names->theirs.empty()) out.emplace_back(names->theirs);
  for (const auto also : names->also) out.emplace_back(also);
  return out;
}

HookCall hook_call(const std::string& tool, const std::string& arguments, const std::string& root) {
  const auto parsed = json::parse(arguments);
  const auto* const object = parsed ? json::object_or_null(&*parsed) : nullptr;
  if (tool == k_mcp && object != nullptr) return mcp_call(*object);
  HookCall out;
  out.subjects = hook_names(tool);
  const bool runs_command = tool != "service" || (object != nullptr && object->contains("command"));
  if (!runs_command) out.subjects = {tool};
  const auto* const names = names_of(tool);
  out.tool_name = names == nullptr || names->theirs.empty() ? tool : std::string(names->theirs);
  if (object == nullptr) out.input = json::Object{{"command", arguments}};   // a patch in free text, or broken JSON
  else out.input = add_names(tool, *object, root);
  return out;
}

base::Result<std::string> arguments_from(const std::string& tool, const std::string& arguments, const HookCall& before,
                                         const std::string& updated) {
  TRY(const auto value, json::parse(updated));
  const auto* const input = json::object_or_null(&value);
  if (input == nullptr) return base::fail(base::Code::invalid, "updatedInput is no object");
  const auto parsed = json::parse(arguments);
  const auto* const object = parsed ? json::object_or_null(&*parsed) : nullptr;
  if (object == nullptr) {
    const auto* const patch = input->if_contains("command");
    if (patch == nullptr || !patch->is_string()) return base::fail(base::Code::invalid, "updatedInput has no `command`");
    return std::string(json::string_or(patch));
  }
  if (tool == k_mcp) {
    json::Object out = *object;
    out["arguments"] = value;
    return json::dump(out);
  }
  return json::dump(without_names(tool, *input, before.input));
}

}  // namespace engine

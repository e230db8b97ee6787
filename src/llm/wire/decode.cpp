#include "wire/decode.h"


namespace llm::wire {

std::set<std::string, std::less<>> wrapped_tools(const Request& request) {
  std::set<std::string, std::less<>> out;
  for (const auto& tool : request.tools)
    if (!tool.grammar.empty()) out.insert(tool.name);
  return out;
}

void complete(ToolCall& call, const std::set<std::string, std::less<>>& wrapped, std::size_t ordinal) {
  // Not random: a replay has to make the same one. The client makes it unique in the conversation.
  if (call.id.empty()) call.id = "call_" + std::to_string(ordinal);
  if (call.freeform) return;
  if (!wrapped.contains(call.name)) {
    if (call.arguments.find_first_not_of(" \t\r\n") == std::string::npos) call.arguments = "{}";
    return;
  }
  call.freeform = true;
  const auto value = json::parse(call.arguments);
  if (!value) return;
  if (const auto* input = json::find(*value, "input"); input != nullptr && input->is_string()) {
    call.arguments = json::string_or(input);
  } else if (value->is_string()) {
    call.arguments = json::string_or(&*value);
  }
}

std::int64_t tokens(const json::Value* value) {
  constexpr std::int64_t k_tokens_max = std::int64_t{1} << 40;
  const auto count = json::int_or(value, -1);
  return count >= 0 && count <= k_tokens_max ? count : -1;
}

Failure broken(const Target& target, const std::string& what) {
  Failure out;
  out.error = {base::Code::protocol, target.info.provider + "/" + target.info.id + " " + what};
  out.retry = Retry::few;
  return out;
}

}  // namespace llm::wire

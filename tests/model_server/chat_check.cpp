// What the Chat Completions endpoint refuses, in its own words. The order of messages is what it is
// strictest about: after tool calls come their results, all of them, before anything else.

#include <algorithm>

#include "chat.h"

namespace model_server {
namespace {

using Set = std::set<std::string, std::less<>>;
using json::Object;
using json::Value;

Refusal refuse(std::string message, std::string param = "", std::string code = "") {
  return Refusal{400, "invalid_request_error", std::move(message), std::move(code), std::move(param)};
}

Check check_members(const Object& object, const std::string& at, const Set& known, const Script& script) {
  const auto odd = unknown_member(object, known, script.allow);
  if (odd.empty()) return {};
  if (at.empty())
    return refuse("Unrecognized request argument supplied: " + odd, odd, "unknown_parameter");
  return refuse("Unknown parameter: '" + at + "." + odd + "'.", at + "." + odd, "unknown_parameter");
}

Check check_content(const Value& content, const std::string& at, bool images, const Script& script,
                    std::string& out) {
  if (content.is_string()) {
    out += std::string_view(content.get_string());
    return {};
  }
  const auto* array = content.if_array();
  if (array == nullptr)
    return refuse("Invalid type for '" + at + "': expected one of a string or array of objects.", at,
                  "invalid_type");
  if (array->empty()) return refuse("Invalid '" + at + "': empty array.", at, "empty_array");
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto inner = at + "[" + std::to_string(i) + "]";
    const auto* part = (*array)[i].if_object();
    const auto type = part == nullptr ? std::string() : text_of(*part, "type");
    if (type == "text") {
      if (auto no = check_members(*part, inner, {"type", "text"}, script)) return no;
      out += text_of(*part, "text");
    } else if (type == "image_url" && images) {
      const auto* image = json::object_or_null(part->if_contains("image_url"));
      if (image == nullptr || text_of(*image, "url").empty())
        return refuse("Missing required parameter: '" + inner + ".image_url.url'.", inner,
                      "missing_required_parameter");
      out += "[image]";
    } else {
      return refuse("Invalid value: '" + type + "'. Supported values are: 'text'" +
                        (images ? " and 'image_url'." : "."), inner + ".type", "invalid_value");
    }
  }
  return {};
}

class Walk {
 public:
  Walk(const Script& script, const Memory& memory, Seen& seen) : script_(script), memory_(memory), seen_(seen) {}

  Check message(const Value& value, const std::string& at) {
    const auto* object = value.if_object();
    if (object == nullptr) return refuse("Invalid type for '" + at + "': expected an object.", at, "invalid_type");
    const auto role = text_of(*object, "role");
    if (role == "tool") return result(*object, at);
    if (auto no = end()) return no;
    if (role == "assistant") return assistant(*object, at);
    if (role != "user" && role != "system" && role != "developer")
      return refuse("Invalid value: '" + role + "'. Supported values are: 'system', 'assistant', 'user', "
                    "'function', 'tool', and 'developer'.", at + ".role", "invalid_value");
    if (auto no = check_members(*object, at, {"role", "content", "name"}, script_)) return no;
    const auto* content = object->if_contains("content");
    if (content == nullptr || content->is_null())
      return refuse("Invalid value for 'content': expected a string, got null.", at + ".content", "");
    std::string text;
    if (auto no = check_content(*content, at + ".content", role == "user", script_, text)) return no;
    if (role != "user") seen_.system += text;
    seen_.texts.push_back(std::move(text));
    return {};
  }

  Check end() {
    if (open_.empty()) return {};
    std::string ids;
    for (const auto& id : open_) ids += (ids.empty() ? "" : ", ") + id;
    return refuse("An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                  "'tool_call_id'. The following tool_call_ids did not have response messages: " + ids,
                  "messages", "");
  }

 private:
  Check assistant(const Object& object, const std::string& at) {
    // reasoning_content is what DeepSeek and llama.cpp send and take back, reasoning is OpenRouter's.
    if (auto no = check_members(object, at, {"role", "content", "name", "tool_calls", "refusal",
                                             "reasoning_content", "reasoning"}, script_)) return no;
    seen_.last_results.clear();
    const auto* content = object.if_contains("content");
    const auto* calls = object.if_contains("tool_calls");
    std::string text;
    if (content != nullptr && !content->is_null()) {
      if (auto no = check_content(*content, at + ".content", false, script_, text)) return no;
    } else if (calls == nullptr) {
      return refuse("Invalid value for 'content': expected a string, got null.", at + ".content", "");
    }
    seen_.texts.push_back(std::move(text));
    if (calls == nullptr) return {};
    const auto* array = calls->if_array();
    if (array == nullptr || array->empty())
      return refuse("[] is too short - '" + at + ".tool_calls'", at + ".tool_calls", "");
    for (std::size_t i = 0; i < array->size(); ++i)
      if (auto no = call((*array)[i], at + ".tool_calls[" + std::to_string(i) + "]")) return no;
    return {};
  }

  Check call(const Value& value, const std::string& at) {
    const auto* object = value.if_object();
    if (object == nullptr || text_of(*object, "type") != "function")
      return refuse("Invalid value for '" + at + ".type'. Supported values are: 'function'.", at, "invalid_value");
    if (auto no = check_members(*object, at, {"id", "type", "function"}, script_)) return no;
    const auto id = text_of(*object, "id");
    if (id.empty()) return refuse("Missing required parameter: '" + at + ".id'.", at + ".id", "missing_required_parameter");
    if (id.size() > 40)
      return refuse("Invalid '" + at + ".id': string too long. Expected a string with maximum length 40.",
                    at + ".id", "string_above_max_length");
    const auto* function = json::object_or_null(object->if_contains("function"));
    if (function == nullptr)
      return refuse("Missing required parameter: '" + at + ".function'.", at, "missing_required_parameter");
    if (auto no = check_members(*function, at + ".function", {"name", "arguments"}, script_)) return no;
    const auto* arguments = function->if_contains("arguments");
    if (text_of(*function, "name").empty() || arguments == nullptr || !arguments->is_string())
      return refuse("Missing required parameter: '" + at + ".function.arguments'.", at, "missing_required_parameter");
    if (!calls_.insert(id).second) return refuse("Duplicate value for 'tool_call_id' of '" + id + "'", at, "");
    if (const auto* issued = memory_.find(id))
      if (issued->name != text_of(*function, "name") ||
          (json::parse(issued->arguments) && !same_arguments(issued->arguments, text_of(*function, "arguments"))))
        return refuse("'" + at + "' differs from the call that was issued as " + id + ".", at, "");
    open_.insert(id);
    seen_.texts.push_back(text_of(*function, "arguments"));
    return {};
  }

  Check result(const Object& object, const std::string& at) {
    if (auto no = check_members(object, at, {"role", "content", "tool_call_id", "name"}, script_)) return no;
    const auto id = text_of(object, "tool_call_id");
    if (open_.erase(id) == 0)
      return refuse("Invalid parameter: messages with role 'tool' must be a response to a preceeding message "
                    "with 'tool_calls'.", at + ".role", "");
    const auto* content = object.if_contains("content");
    if (content == nullptr || content->is_null())
      return refuse("Missing required parameter: '" + at + ".content'.", at, "missing_required_parameter");
    std::string text;
    if (auto no = check_content(*content, at + ".content", false, script_, text)) return no;
    seen_.texts.push_back(text);
    seen_.last_results.push_back({id, std::move(text), false});
    return {};
  }

  const Script& script_;
  const Memory& memory_;
  Seen& seen_;
  std::set<std::string> open_, calls_;
};

Check check_tools(const Value& value, const Script& script, Seen& seen) {
  const auto* tools = value.if_array();
  if (tools == nullptr || tools->empty()) return refuse("[] is too short - 'tools'", "tools", "");
  for (std::size_t i = 0; i < tools->size(); ++i) {
    const auto at = "tools[" + std::to_string(i) + "]";
    const auto* tool = (*tools)[i].if_object();
    const auto* function = tool == nullptr ? nullptr : json::object_or_null(tool->if_contains("function"));
    if (function == nullptr || text_of(*tool, "type") != "function")
      return refuse("Missing required parameter: '" + at + ".function'.", at, "missing_required_parameter");
    if (auto no = check_members(*tool, at, {"type", "function"}, script)) return no;
    if (auto no = check_members(*function, at + ".function", {"name", "description", "parameters", "strict"},
                                script)) return no;
    const auto name = text_of(*function, "name");
    if (auto no = check_tool_name(name, at + ".function.name")) return no;
    if (!seen.tools.insert(name).second) return refuse("Duplicate tool name: '" + name + "'.", at, "");
    const auto* parameters = function->if_contains("parameters");
    if (parameters != nullptr && (!parameters->is_object() || text_of(parameters->get_object(), "type") != "object"))
      return refuse("Invalid schema for function '" + name + "': schema must be a JSON Schema of 'type: "
                    "\"object\"'.", at + ".function.parameters", "invalid_function_parameters");
  }
  return {};
}

}  // namespace

Check check_chat(const Object& body, const Script& script, const Memory& memory, Seen& seen) {
  static const Set k_known{"messages", "model", "frequency_penalty", "logit_bias", "logprobs",
                           "max_completion_tokens", "max_tokens", "metadata", "modalities", "n",
                           "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key",
                           "prompt_cache_retention", "reasoning_effort", "response_format",
                           "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
                           "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p",
                           "user", "verbosity"};
  if (auto no = check_members(body, "", k_known, script)) return no;
  seen.model = text_of(body, "model");
  if (seen.model.empty()) return refuse("you must provide a model parameter");
  if (std::find(script.models.begin(), script.models.end(), seen.model) == script.models.end())
    return Refusal{404, "invalid_request_error", "The model `" + seen.model + "` does not exist or you do not "
                   "have access to it.", "model_not_found", ""};
  seen.stream = json::bool_or(body.if_contains("stream"));
  const auto* options = json::object_or_null(body.if_contains("stream_options"));
  if (options != nullptr && !seen.stream)
    return refuse("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", "");
  seen.usage = options != nullptr && json::bool_or(options->if_contains("include_usage"));
  if (body.contains("max_tokens") && body.contains("max_completion_tokens"))
    return refuse("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                  "max_tokens", "invalid_parameter_combination");
  for (const char* key : {"max_tokens", "max_completion_tokens"})
    if (const auto* limit = body.if_contains(key)) {
      if (json::int_or(limit) < 1) return refuse(std::string("Invalid '") + key + "': below minimum value.", key, "");
      seen.max_output = static_cast<std::size_t>(json::int_or(limit));
    }
  if (const auto* format = json::object_or_null(body.if_contains("response_format"));
      format != nullptr && text_of(*format, "type") == "json_schema") {
    const auto* schema = json::object_or_null(format->if_contains("json_schema"));
    if (schema == nullptr || text_of(*schema, "name").empty())
      return refuse("Missing required parameter: 'response_format.json_schema.name'.",
                    "response_format.json_schema.name", "missing_required_parameter");
    if (auto no = check_members(*schema, "response_format.json_schema", {"name", "schema", "strict", "description"},
                                script)) return no;
  }
  seen.reasoning = seen.reasoning_text = true;
  if (const auto* tools = body.if_contains("tools")) {
    if (auto no = check_tools(*tools, script, seen)) return no;
    seen.parts.push_back(json::dump(*tools));
  } else {
    for (const char* key : {"parallel_tool_calls", "tool_choice"})
      if (body.contains(key))
        return refuse(std::string("'") + key + "' is only allowed when 'tools' are specified.", key, "");
  }
  const auto* messages = json::array_or_null(body.if_contains("messages"));
  if (messages == nullptr)
    return refuse("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
  if (messages->empty()) return refuse("[] is too short - 'messages'", "messages", "");
  Walk walk(script, memory, seen);
  for (std::size_t i = 0; i < messages->size(); ++i) {
    if (auto no = walk.message((*messages)[i], "messages[" + std::to_string(i) + "]")) return no;
    seen.parts.push_back(json::dump((*messages)[i]));
  }
  return walk.end();
}

}  // namespace model_server

// What the Responses endpoint refuses, in its own words. Beyond types and unknown members: every
// output has its call and every call its output, reasoning items come back as they were sent and
// before the call that they led to, item ids have the prefix of their kind, and strict tools have a
// schema that strict mode can keep.

#include <algorithm>
#include <cctype>

#include "responses.h"

namespace model_server {
namespace {

using Set = std::set<std::string, std::less<>>;
using json::Object;
using json::Value;

Refusal refuse(std::string message, std::string param, std::string code) {
  return Refusal{400, "invalid_request_error", std::move(message), std::move(code), std::move(param)};
}

std::string kind_of(const Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "a boolean";
    case boost::json::kind::string: return "a string";
    case boost::json::kind::array: return "an array";
    case boost::json::kind::object: return "an object";
    default: return "a number";
  }
}

Refusal wrong_type(const std::string& param, const std::string& wanted, const Value& got) {
  return refuse("Invalid type for '" + param + "': expected " + wanted + ", but got " + kind_of(got) +
                    " instead.",
                param, "invalid_type");
}

Refusal missing(const std::string& param) {
  return refuse("Missing required parameter: '" + param + "'.", param, "missing_required_parameter");
}

Check check_members(const Object& object, const std::string& at, const Set& known, const Script& script) {
  const auto odd = unknown_member(object, known, script.allow);
  if (odd.empty()) return {};
  const auto param = at.empty() ? odd : at + "." + odd;
  return refuse("Unknown parameter: '" + param + "'.", param, "unknown_parameter");
}

Check need_string(const Object& object, const std::string& at, const char* key) {
  const auto* value = object.if_contains(key);
  const auto param = at + "." + key;
  if (value == nullptr) return missing(param);
  if (!value->is_string()) return wrong_type(param, "a string", *value);
  return {};
}

Check check_id(const Object& item, const std::string& at, std::string_view prefix) {
  const auto* id = item.if_contains("id");
  if (id == nullptr || id->is_null()) return {};
  if (!id->is_string()) return wrong_type(at + ".id", "a string", *id);
  const std::string text(id->get_string());
  if (!text.starts_with(prefix))
    return refuse("Invalid '" + at + ".id': '" + text + "'. Expected an ID that begins with '" +
                      std::string(prefix.substr(0, prefix.size() - 1)) + "'.",
                  at + ".id", "invalid_value");
  if (text.size() > 64)
    return refuse("Invalid '" + at + ".id': string too long. Expected a string with maximum length 64.",
                  at + ".id", "string_above_max_length");
  return {};
}

/// A string, or parts of the kinds named. Appends the text to `out`.
Check check_content(const Value& content, const std::string& at, const Set& kinds, const Script& script,
                    std::string& out) {
  if (content.is_string()) {
    out += std::string_view(content.get_string());
    return {};
  }
  const auto* array = content.if_array();
  if (array == nullptr) return wrong_type(at, "one of an array of objects or string", content);
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto inner = at + "[" + std::to_string(i) + "]";
    const auto* part = (*array)[i].if_object();
    if (part == nullptr) return wrong_type(inner, "an object", (*array)[i]);
    const auto type = text_of(*part, "type");
    if (!kinds.contains(type)) {
      std::string names;
      for (const auto& kind : kinds) names += (names.empty() ? "'" : ", '") + kind + "'";
      return refuse("Invalid value: '" + type + "'. Supported values are: " + names + ".", inner,
                    "invalid_value");
    }
    if (type == "input_image") {
      if (auto no = check_members(*part, inner, {"type", "image_url", "detail", "file_id"}, script)) return no;
      const auto url = text_of(*part, "image_url");
      if (!url.starts_with("data:image/") && !url.starts_with("https://"))
        return refuse("Invalid '" + inner + ".image_url'. Expected a valid URL, but got a value with an "
                      "invalid format.", inner + ".image_url", "invalid_value");
      out += "[image]";
      continue;
    }
    const char* key = type == "refusal" ? "refusal" : "text";
    if (auto no = check_members(*part, inner, {"type", key, "annotations", "logprobs"}, script)) return no;
    if (auto no = need_string(*part, inner, key)) return no;
    out += text_of(*part, key);
  }
  return {};
}

/// Walks the conversation.
class Walk {
 public:
  Walk(const Script& script, const Memory& memory, bool stored, Seen& seen)
      : script_(script), memory_(memory), stored_(stored), seen_(seen) {}

  Check item(const Value& value, const std::string& at) {
    const auto* object = value.if_object();
    if (object == nullptr) return wrong_type(at, "an object", value);
    auto type = text_of(*object, "type");
    if (type.empty() && object->contains("role")) type = "message";
    if (type == "message") return message(*object, at);
    if (type == "reasoning") return reasoning(*object, at);
    if (type == "function_call" || type == "custom_tool_call") return call(*object, at, type);
    if (type == "function_call_output" || type == "custom_tool_call_output")
      return output(*object, at, type);
    return refuse("Invalid value: '" + type + "'. Supported values are: 'message', 'reasoning', "
                  "'function_call', 'function_call_output', 'custom_tool_call', and "
                  "'custom_tool_call_output'.", at, "invalid_value");
  }

  Check end() {
    for (const auto& [id, open] : open_)
      return refuse("No tool output found for " + std::string(open ? "custom tool" : "function") + " call " +
                        id + ".", "input", "");
    if (last_was_reasoning_) return orphan_reasoning();
    return {};
  }

 private:
  Check orphan_reasoning() const {
    return refuse("Item '" + last_reasoning_id_ + "' of type 'reasoning' was provided without its required "
                  "following item.", "input", "");
  }

  Check message(const Object& object, const std::string& at) {
    if (auto no = check_members(object, at, {"type", "role", "content", "id", "status", "phase"}, script_))
      return no;
    const auto role = text_of(object, "role");
    if (role != "user" && role != "assistant" && role != "system" && role != "developer")
      return refuse("Invalid value: '" + role + "'. Supported values are: 'assistant', 'system', "
                    "'developer', and 'user'.", at + ".role", "invalid_value");
    if (auto no = check_id(object, at, "msg_")) return no;
    const auto* content = object.if_contains("content");
    if (content == nullptr) return missing(at + ".content");
    const bool assistant = role == "assistant";
    if (last_was_reasoning_ && !assistant) return orphan_reasoning();
    const Set kinds = assistant ? Set{"output_text", "refusal"} : Set{"input_text", "input_image", "input_file"};
    std::string text;
    if (auto no = check_content(*content, at + ".content", kinds, script_, text)) return no;
    if (role == "system" || role == "developer") seen_.system += text;
    if (assistant) seen_.last_results.clear();
    seen_.texts.push_back(std::move(text));
    last_was_reasoning_ = false;
    return {};
  }

  Check reasoning(const Object& object, const std::string& at) {
    if (auto no = check_members(object, at, {"type", "id", "summary", "encrypted_content", "content", "status"},
                                script_)) return no;
    if (auto no = check_id(object, at, "rs_")) return no;
    const auto* summary = object.if_contains("summary");
    if (summary == nullptr) return missing(at + ".summary");
    if (!summary->is_array()) return wrong_type(at + ".summary", "an array of objects", *summary);
    const auto sealed = text_of(object, "encrypted_content");
    if (sealed.empty() && !stored_)
      return Refusal{404, "invalid_request_error",
                     "Item with id '" + text_of(object, "id") + "' not found. Items are not persisted when "
                     "`store` is set to false. Try again with `store` set to true, or remove this item from "
                     "your input.", "", "input"};
    // The summary may be missing (not asked for), but what is there must be what was sent.
    std::string text;
    for (const auto& part : summary->get_array()) {
      const auto* inner = part.if_object();
      if (inner == nullptr || text_of(*inner, "type") != "summary_text")
        return refuse("Invalid value in '" + at + ".summary'. Supported values are: 'summary_text'.",
                      at + ".summary", "invalid_value");
      text += text_of(*inner, "text");
    }
    const auto id = text_of(object, "id");
    if (!sealed.empty() && !text.empty() && sealed != seal(text))
      return refuse("The encrypted content for item " + id + " could not be verified.", "",
                    "invalid_encrypted_content");
    reasoning_before_.insert(sealed);
    last_was_reasoning_ = true;
    last_reasoning_id_ = id;
    seen_.last_results.clear();
    return {};
  }

  Check call(const Object& object, const std::string& at, const std::string& type) {
    const bool freeform = type == "custom_tool_call";
    const char* key = freeform ? "input" : "arguments";
    if (auto no = check_members(object, at, {"type", "id", "call_id", "name", "status", key}, script_))
      return no;
    for (const char* name : {"call_id", "name", key})
      if (auto no = need_string(object, at, name)) return no;
    if (auto no = check_id(object, at, freeform ? "ctc_" : "fc_")) return no;
    const auto id = text_of(object, "call_id");
    if (id.size() > 64)
      return refuse("Invalid '" + at + ".call_id': string too long. Expected a string with maximum length 64.",
                    at + ".call_id", "string_above_max_length");
    if (!calls_.insert(id).second)
      return refuse("Duplicate item found with call_id " + id + ".", at + ".call_id", "");
    if (const auto* issued = memory_.find(id)) {
      // Broken JSON may come back mended: the service itself does not compare.
      if (issued->name != text_of(object, "name") ||
          ((freeform || json::parse(issued->arguments)) && !same_arguments(issued->arguments, text_of(object, key))))
        return refuse("Item '" + at + "' differs from the call that was issued as " + id + ".", at, "");
      if (!issued->reasoning.empty() && !reasoning_before_.contains(issued->reasoning))
        return refuse("Item '" + issued->item_id + "' of type '" + type + "' was provided without its required "
                      "'reasoning' item.", at, "");
    }
    open_[id] = freeform;
    seen_.texts.push_back(text_of(object, key));
    seen_.last_results.clear();
    last_was_reasoning_ = false;
    return {};
  }

  Check output(const Object& object, const std::string& at, const std::string& type) {
    if (auto no = check_members(object, at, {"type", "id", "call_id", "output", "status"}, script_)) return no;
    if (auto no = need_string(object, at, "call_id")) return no;
    const auto* output = object.if_contains("output");
    if (output == nullptr) return missing(at + ".output");
    const auto id = text_of(object, "call_id");
    const bool freeform = type == "custom_tool_call_output";
    const auto open = open_.find(id);
    if (open == open_.end() || open->second != freeform)
      return refuse("No tool call found for " + std::string(freeform ? "custom tool" : "function") +
                        " call output with call_id " + id + ".", "input", "");
    open_.erase(open);
    std::string text;
    if (auto no = check_content(*output, at + ".output", {"input_text", "input_image", "input_file"}, script_,
                                text)) return no;
    seen_.texts.push_back(text);
    seen_.last_results.push_back({id, std::move(text), false});
    return {};
  }

  const Script& script_;
  const Memory& memory_;
  bool stored_;
  Seen& seen_;
  std::map<std::string, bool> open_;   ///< calls without output -> freeform
  std::set<std::string> calls_, reasoning_before_;
  bool last_was_reasoning_ = false;
  std::string last_reasoning_id_;
};

/// Strict mode: every object closed, every property required.
Check check_strict_schema(const Value& schema, const std::string& name) {
  const auto* object = schema.if_object();
  if (object == nullptr) return {};
  const auto* properties = object->if_contains("properties");
  if (text_of(*object, "type") == "object" || properties != nullptr) {
    const auto* closed = object->if_contains("additionalProperties");
    if (closed == nullptr || !closed->is_bool() || closed->get_bool())
      return refuse("Invalid schema for function '" + name + "': In context=(), 'additionalProperties' is "
                    "required to be supplied and to be false.", "tools", "invalid_function_parameters");
    std::set<std::string> required;
    if (const auto* list = json::array_or_null(object->if_contains("required")))
      for (const auto& item : *list) required.insert(std::string(json::string_or(&item)));
    if (const auto* members = json::object_or_null(properties))
      for (const auto& [key, value] : *members) {
        if (!required.contains(std::string(key)))
          return refuse("Invalid schema for function '" + name + "': In context=(), 'required' is required to "
                        "be supplied and to be an array including every key in properties. Missing '" +
                            std::string(key) + "'.", "tools", "invalid_function_parameters");
        if (auto no = check_strict_schema(value, name)) return no;
      }
  }
  if (const auto* items = object->if_contains("items")) return check_strict_schema(*items, name);
  return {};
}

Check check_tools(const Value& value, const Script& script, Seen& seen) {
  const auto* tools = value.if_array();
  if (tools == nullptr) return wrong_type("tools", "an array of objects", value);
  for (std::size_t i = 0; i < tools->size(); ++i) {
    const auto at = "tools[" + std::to_string(i) + "]";
    const auto* tool = (*tools)[i].if_object();
    if (tool == nullptr) return wrong_type(at, "an object", (*tools)[i]);
    const auto type = text_of(*tool, "type");
    if (type != "function" && type != "custom")
      return refuse("Invalid value: '" + type + "'. Supported values are: 'function' and 'custom'.",
                    at + ".type", "invalid_value");
    if (auto no = need_string(*tool, at, "name")) return no;
    const auto name = text_of(*tool, "name");
    if (auto no = check_tool_name(name, at + ".name")) return no;
    if (!seen.tools.insert(name).second)
      return refuse("Duplicate tool name: '" + name + "'.", at + ".name", "invalid_value");
    if (type == "custom") {
      seen.freeform.insert(name);
      if (auto no = check_members(*tool, at, {"type", "name", "description", "format"}, script)) return no;
      const auto* format = json::object_or_null(tool->if_contains("format"));
      if (format != nullptr && text_of(*format, "type") == "grammar") {
        if (auto no = check_members(*format, at + ".format", {"type", "syntax", "definition"}, script)) return no;
        const auto syntax = text_of(*format, "syntax");
        if ((syntax != "lark" && syntax != "regex") || text_of(*format, "definition").empty())
          return missing(at + ".format.definition");
      }
      continue;
    }
    if (auto no = check_members(*tool, at, {"type", "name", "description", "parameters", "strict"}, script))
      return no;
    const auto* parameters = tool->if_contains("parameters");
    if (parameters == nullptr) return missing(at + ".parameters");
    if (!parameters->is_object() || text_of(parameters->get_object(), "type") != "object")
      return refuse("Invalid schema for function '" + name + "': schema must be a JSON Schema of 'type: "
                    "\"object\"'.", at + ".parameters", "invalid_function_parameters");
    const auto* strict = tool->if_contains("strict");
    if (json::bool_or(strict))
      if (auto no = check_strict_schema(*parameters, name)) return no;
  }
  return {};
}

}  // namespace

Check check_tool_name(const std::string& name, const std::string& param) {
  bool good = !name.empty() && name.size() <= 64;
  for (const char c : name)
    good = good && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-');
  if (good) return {};
  return refuse("Invalid '" + param + "': string does not match pattern. Expected a string that matches the "
                "pattern '^[a-zA-Z0-9_-]+$'.", param, "invalid_value");
}

Check check_responses(const Object& body, const Script& script, const Memory& memory, Seen& seen) {
  static const Set k_known{"background", "conversation", "include", "input", "instructions", "max_output_tokens",
                           "max_tool_calls", "metadata", "model", "parallel_tool_calls", "previous_response_id",
                           "prompt", "prompt_cache_key", "prompt_cache_retention", "reasoning",
                           "safety_identifier", "service_tier", "store", "stream", "stream_options",
                           "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation",
                           "user"};
  if (auto no = check_members(body, "", k_known, script)) return no;
  if (!body.contains("model")) return missing("model");
  seen.model = text_of(body, "model");
  if (std::find(script.models.begin(), script.models.end(), seen.model) == script.models.end())
    return refuse("The requested model '" + seen.model + "' does not exist.", "model", "model_not_found");
  seen.stream = json::bool_or(body.if_contains("stream"));
  if (body.contains("previous_response_id") && !body.at("previous_response_id").is_null())
    return refuse("Previous response with id '" + text_of(body, "previous_response_id") + "' not found.",
                  "previous_response_id", "previous_response_not_found");
  for (const char* key : {"instructions", "prompt_cache_key"})
    if (const auto* value = body.if_contains(key); value != nullptr && !value->is_null() && !value->is_string())
      return wrong_type(key, "a string", *value);
  if (text_of(body, "prompt_cache_key").size() > 64)
    return refuse("Invalid 'prompt_cache_key': string too long. Expected a string with maximum length 64.",
                  "prompt_cache_key", "string_above_max_length");
  if (const auto* limit = body.if_contains("max_output_tokens"); limit != nullptr && !limit->is_null()) {
    if (json::int_or(limit) < 16)
      return refuse("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.",
                    "max_output_tokens", "integer_below_min_value");
    seen.max_output = static_cast<std::size_t>(json::int_or(limit));
  }
  if (const auto* reasoning = json::object_or_null(body.if_contains("reasoning"))) {
    if (auto no = check_members(*reasoning, "reasoning", {"effort", "summary", "generate_summary"}, script))
      return no;
    const auto effort = text_of(*reasoning, "effort");
    if (!Set{"", "none", "minimal", "low", "medium", "high", "xhigh"}.contains(effort))
      return refuse("Invalid value: '" + effort + "'. Supported values are: 'none', 'minimal', 'low', "
                    "'medium', 'high', and 'xhigh'.", "reasoning.effort", "invalid_value");
    seen.reasoning_text = !text_of(*reasoning, "summary").empty();
  }
  seen.reasoning = true;
  if (const auto* include = json::array_or_null(body.if_contains("include")))
    for (const auto& item : *include) {
      if (json::string_or(&item) == "reasoning.encrypted_content") seen.reasoning_sealed = true;
      else return refuse("Invalid value: '" + std::string(json::string_or(&item)) + "' in 'include'.", "include",
                         "invalid_value");
    }
  if (const auto* text = json::object_or_null(body.if_contains("text"))) {
    if (auto no = check_members(*text, "text", {"format", "verbosity"}, script)) return no;
    if (const auto* format = json::object_or_null(text->if_contains("format"));
        format != nullptr && text_of(*format, "type") == "json_schema") {
      if (auto no = check_members(*format, "text.format", {"type", "name", "schema", "strict", "description"},
                                  script)) return no;
      if (!format->contains("name")) return missing("text.format.name");
      if (!format->contains("schema")) return missing("text.format.schema");
      if (json::bool_or(format->if_contains("strict")))
        if (auto no = check_strict_schema(format->at("schema"), text_of(*format, "name"))) return no;
    }
  }
  if (const auto* tools = body.if_contains("tools")) {
    if (auto no = check_tools(*tools, script, seen)) return no;
    seen.parts.push_back(json::dump(*tools));
  }
  seen.system = text_of(body, "instructions");
  seen.parts.push_back(seen.system);

  const auto* input = body.if_contains("input");
  if (input == nullptr) return missing("input");
  if (input->is_string()) {
    seen.texts.emplace_back(input->get_string());
    seen.parts.push_back(json::dump(*input));
    return {};
  }
  const auto* items = input->if_array();
  if (items == nullptr) return wrong_type("input", "one of a string or array of objects", *input);
  if (items->empty()) return missing("input");
  Walk walk(script, memory, json::bool_or(body.if_contains("store"), true), seen);
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (auto no = walk.item((*items)[i], "input[" + std::to_string(i) + "]")) return no;
    seen.parts.push_back(json::dump((*items)[i]));
  }
  return walk.end();
}

}  // namespace model_server

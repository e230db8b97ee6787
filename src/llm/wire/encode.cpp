#include "wire/encode.h"

#include <algorithm>

#include "text/base64.h"

namespace llm::wire {

std::vector<Turn> history(const Target& target, const Request& request, std::size_t id_max) {
  HistoryRules rules;
  rules.origin = target.origin();
  rules.id_max = id_max;
  rules.nine_char_ids = target.compat.nine_char_ids;
  rules.images = target.info.images;
  return turns_of(request.items, rules);
}

json::Value parameters(const ToolSpec& tool) {
  if (!tool.grammar.empty())
    return json::Object{
        {"type", "object"},
        {"properties", json::Object{{"input", json::Object{{"type", "string"}}}}},
        {"required", json::Array{"input"}},
        {"additionalProperties", false}};
  auto schema = json::parse(tool.schema);
  if (schema && schema->is_object()) return std::move(*schema);
  return json::Object{{"type", "object"}, {"properties", json::Object{}}};
}

json::Object arguments_object(const ToolCall& call) {
  if (call.freeform) return json::Object{{"input", call.arguments}};
  if (call.arguments.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  auto value = json::parse(call.arguments);
  if (value && value->is_object()) return std::move(value->get_object());
  return json::Object{{"invalid_json", call.arguments}};
}

std::string arguments_text(const ToolCall& call) {
  if (!call.freeform) {
    const auto value = json::parse(call.arguments);
    if (value && value->is_object()) return call.arguments;
  }
  return json::dump(arguments_object(call));
}

std::string data_url(const Image& image) {
  return "data:" + image.mime + ";base64," + text::to_base64(image.bytes);
}

static bool is_strict_at(const json::Value& schema, int depth) {
  if (depth > 64) return false;
  if (const auto* list = schema.if_array())
    return std::all_of(list->begin(), list->end(),
                       [&](const json::Value& entry) { return is_strict_at(entry, depth + 1); });
  const auto* object = schema.if_object();
  if (object == nullptr) return true;
  if (const auto* properties = json::object_or_null(json::find(schema, "properties"))) {
    if (json::bool_or(json::find(schema, "additionalProperties"), true)) return false;
    const auto* required = json::array_or_null(json::find(schema, "required"));
    for (const auto& [key, value] : *properties) {
      const bool named = required != nullptr &&
                         std::any_of(required->begin(), required->end(), [&, &name = key](const json::Value& entry) {
                           return entry.is_string() && entry.get_string() == name;
                         });
      if (!named || !is_strict_at(value, depth + 1)) return false;
    }
  } else if (json::string_or(json::find(schema, "type")) == "object") {
    return false;
  }
  for (const auto& [key, value] : *object)
    if (key != "properties" && key != "required" && key != "enum" && !is_strict_at(value, depth + 1))
      return false;
  return true;
}

bool is_strict(const json::Value& schema) {
  return json::string_or(json::find(schema, "type")) == "object" && is_strict_at(schema, 0);
}

std::string instructions(const Request& request, bool schema_in_words) {
  if (!schema_in_words || request.output_schema.empty()) return request.instructions;
  return request.instructions + (request.instructions.empty() ? "" : "\n\n") +
         "Your final message must be one JSON value that fits this JSON schema, with nothing before "
         "or after it:\n" +
         request.output_schema;
}

std::vector<ToolSpec> called_tools(const std::vector<Turn>& turns) {
  std::vector<ToolSpec> out;
  std::set<std::string> seen;
  for (const auto& turn : turns)
    for (const auto& item : turn.items)
      if (const auto* call = std::get_if<ToolCall>(&item); call != nullptr && seen.insert(call->name).second)
        out.push_back({call->name, "No longer available.", R"({"type":"object","properties":{}})", ""});
  return out;
}

std::string cache_key(const Request& request) { return request.cache_key.substr(0, 64); }

}  // namespace llm::wire

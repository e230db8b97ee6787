// OpenAI Responses, the request. Nothing is stored at the server (store: false), so everything goes
// along each time: reasoning as encrypted items, untouched; calls and messages without item ids,
// which a server that stored nothing would look for in vain.

#include "wire/encode.h"

namespace llm::wire {
namespace {

json::Object text_part(std::string_view type, std::string_view text) {
  return {{"type", type}, {"text", text}};
}
json::Object image_part(const Image& image) {
  return {{"type", "input_image"}, {"image_url", data_url(image)}, {"detail", "auto"}};
}

// Only what the server can use: encrypted content, or (open models) the plain thoughts. An item
// with neither is a reference to something stored, and nothing was.
bool goes_back(const json::Value& item) {
  if (!json::string_or(json::find(item, "encrypted_content")).empty()) return true;
  const auto* content = json::array_or_null(json::find(item, "content"));
  return content != nullptr && !content->empty();
}

struct ToInput {
  const Target& target;
  json::Array& out;

  [[nodiscard]] bool freeform(bool wanted) const {
    return wanted && target.info.freeform && target.takes("freeform");
  }

  void operator()(const UserMessage& message) const {
    json::Array content;
    if (!message.text.empty()) content.emplace_back(text_part("input_text", message.text));
    for (const auto& image : message.images) content.emplace_back(image_part(image));
    out.emplace_back(json::Object{{"type", "message"}, {"role", "user"}, {"content", std::move(content)}});
  }
  void operator()(const AssistantMessage& message) const {
    json::Object item{{"type", "message"}, {"role", "assistant"},
                      {"content", json::Array{text_part("output_text", message.text)}}};
    if (!message.phase.empty() && target.takes("phase")) item["phase"] = message.phase;
    out.emplace_back(std::move(item));
  }
  void operator()(const Reasoning& reasoning) const {
    if (!target.takes("reasoning in history")) return;
    if (auto item = json::parse(reasoning.opaque); item && goes_back(*item)) out.push_back(std::move(*item));
  }
  void operator()(const ToolCall& call) const {
    json::Object item{{"type", "function_call"}, {"call_id", call.id}, {"name", call.name}};
    if (freeform(call.freeform)) {
      item["type"] = "custom_tool_call";
      item["input"] = call.arguments;
    } else {
      item["arguments"] = arguments_text(call);
    }
    out.emplace_back(std::move(item));
  }
  void operator()(const ToolResult& result) const {
    json::Object item{{"type", freeform(result.freeform) ? "custom_tool_call_output" : "function_call_output"},
                      {"call_id", result.call_id}};
    if (result.images.empty()) {
      item["output"] = result.output;
    } else {
      json::Array parts;
      if (!result.output.empty()) parts.emplace_back(text_part("input_text", result.output));
      for (const auto& image : result.images) parts.emplace_back(image_part(image));
      item["output"] = std::move(parts);
    }
    out.emplace_back(std::move(item));
  }
};

json::Value tool_value(const Target& target, const ToolSpec& tool) {
  if (!tool.grammar.empty() && target.info.freeform && target.takes("freeform"))
    return json::Object{{"type", "custom"}, {"name", tool.name}, {"description", tool.description},
                        {"format", json::Object{{"type", "grammar"}, {"syntax", "lark"},
                                                {"definition", tool.grammar}}}};
  json::Object out{{"type", "function"}, {"name", tool.name}, {"description", tool.description},
                   {"parameters", parameters(tool)}};
  // Left out, strict is true here, and then schemas with optional members are refused.
  if (target.takes("strict")) out["strict"] = false;
  return out;
}

void put_reasoning(const Target& target, const Request& request, json::Object& body) {
  if (!target.info.reasoning) return;
  if (target.takes("include")) body["include"] = json::Array{"reasoning.encrypted_content"};
  if (!target.takes("reasoning")) return;
  json::Object reasoning;
  if (!request.effort.empty() && target.takes("effort")) reasoning["effort"] = request.effort;
  if (target.takes("reasoning.summary")) reasoning["summary"] = "auto";
  if (!reasoning.empty()) body["reasoning"] = std::move(reasoning);
}

}  // namespace

std::string encode_responses(const Target& target, const Request& request) {
  const auto turns = history(target, request, 64);
  json::Object body{{"model", target.info.id}, {"stream", true}};
  if (target.takes("store")) body["store"] = false;
  auto schema = json::parse(request.output_schema);
  const bool by_format = schema && schema->is_object() && target.takes("output_schema");
  if (const auto text = instructions(request, !by_format); !text.empty()) body["instructions"] = text;
  json::Array input;
  for (const auto& turn : turns)
    for (const auto& item : turn.items) std::visit(ToInput{target, input}, item);
  body["input"] = std::move(input);
  if (!request.tools.empty()) {
    json::Array tools;
    for (const auto& tool : request.tools) tools.push_back(tool_value(target, tool));
    body["tools"] = std::move(tools);
    if (target.takes("parallel_tool_calls")) body["parallel_tool_calls"] = true;
  }
  if (by_format) {
    const bool strict = is_strict(*schema);
    body["text"] = json::Object{
        {"format", json::Object{{"type", "json_schema"}, {"name", "answer"},
                                {"schema", std::move(*schema)}, {"strict", strict}}}};
  }
  put_reasoning(target, request, body);
  if (request.max_output && target.takes("max_output_tokens")) body["max_output_tokens"] = *request.max_output;
  if (!request.cache_key.empty() && target.takes("prompt_cache_key")) body["prompt_cache_key"] = cache_key(request);
  return json::dump(body);
}

}  // namespace llm::wire

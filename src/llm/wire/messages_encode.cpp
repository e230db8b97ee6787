// Anthropic Messages, the request. Four places are marked for the prompt cache: the end of the
// tools, the end of the system prompt, and the ends of the last two user turns. The second to last
// is there because a cache entry is found only within 20 blocks before a mark: with many tool
// results in one turn the last mark alone would miss what the turn before had stored.

#include <algorithm>

#include "text/base64.h"
#include "wire/encode.h"

namespace llm::wire {
namespace {

constexpr std::int64_t k_output_default = 32000;      // room for thinking and a long edit
constexpr std::int64_t k_output_unknown_model = 8192; // what even old models accept
constexpr std::int64_t k_budget_min = 1024;           // Anthropic's own minimum

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

json::Object text_block(std::string_view text) { return {{"type", "text"}, {"text", text}}; }

json::Object image_block(const Image& image) {
  return {{"type", "image"},
          {"source", json::Object{{"type", "base64"}, {"media_type", image.mime},
                                  {"data", text::to_base64(image.bytes)}}}};
}

struct ToBlocks {
  json::Array& out;

  void operator()(const UserMessage& message) const {
    for (const auto& image : message.images) out.emplace_back(image_block(image));
    if (!is_blank(message.text)) out.emplace_back(text_block(message.text));
  }
  void operator()(const AssistantMessage& message) const { out.emplace_back(text_block(message.text)); }
  void operator()(const Reasoning& reasoning) const {
    if (auto block = json::parse(reasoning.opaque); block && block->is_object())
      out.push_back(std::move(*block));
  }
  void operator()(const ToolCall& call) const {
    out.emplace_back(json::Object{{"type", "tool_use"}, {"id", call.id}, {"name", call.name},
                                  {"input", arguments_object(call)}});
  }
  void operator()(const ToolResult& result) const {
    json::Object block{{"type", "tool_result"}, {"tool_use_id", result.call_id}};
    if (result.images.empty()) {
      block["content"] = is_blank(result.output) ? std::string(k_no_output) : result.output;
    } else {
      json::Array content;
      if (!is_blank(result.output)) content.emplace_back(text_block(result.output));
      for (const auto& image : result.images) content.emplace_back(image_block(image));
      block["content"] = std::move(content);
    }
    if (result.is_error) block["is_error"] = true;
    out.emplace_back(std::move(block));
  }
};

void mark(const Target& target, json::Value& block) {
  if (target.takes("cache_control") && block.is_object())
    block.get_object()["cache_control"] = json::Object{{"type", "ephemeral"}};
}

json::Array messages(const Target& target, const std::vector<Turn>& turns) {
  json::Array out;
  if (!turns.empty() && turns.front().assistant)   // the first word has to be the user's
    out.emplace_back(json::Object{{"role", "user"}, {"content", json::Array{text_block("Go on.")}}});
  for (const auto& turn : turns) {
    json::Array blocks;
    for (const auto& item : turn.items) std::visit(ToBlocks{blocks}, item);
    if (blocks.empty()) continue;
    out.emplace_back(json::Object{{"role", turn.assistant ? "assistant" : "user"}, {"content", std::move(blocks)}});
  }
  // A request that ends with the assistant's words must not end with white space.
  if (!out.empty() && !turns.empty() && turns.back().assistant) {
    auto& block = out.back().at("content").get_array().back().get_object();
    if (auto* text = block.if_contains("text"); text != nullptr && text->is_string()) {
      auto& string = text->get_string();
      while (!string.empty() && std::string_view(" \t\r\n").find(string.back()) != std::string_view::npos)
        string.pop_back();
    }
  }
  int marks = 2;
  for (auto i = out.size(); i-- > 0 && marks > 0;) {
    if (out[i].at("role").get_string() != "user") continue;
    mark(target, out[i].at("content").get_array().back());
    --marks;
  }
  return out;
}

// With a thinking budget, the assistant turn of a tool loop that goes on must begin with thinking:
// a turn of another model, or one from before thinking was switched on, has none.
bool may_think(const std::vector<Turn>& turns) {
  if (turns.size() < 2 || turns.back().assistant) return true;
  if (!std::holds_alternative<ToolResult>(turns.back().items.front())) return true;
  return std::holds_alternative<Reasoning>(turns[turns.size() - 2].items.front());
}

void put_thinking(const Target& target, const Request& request, const std::vector<Turn>& turns,
                  std::int64_t max_tokens, json::Object& body) {
  if (!target.info.reasoning || request.effort.empty() || request.effort == "none") return;
  if (!target.takes("thinking")) return;
  const bool adaptive = target.takes("adaptive") &&
                        (target.info.thinking == "adaptive" || !target.takes("budget"));
  if (adaptive) {
    json::Object thinking{{"type", "adaptive"}};
    if (target.takes("thinking.display")) thinking["display"] = "summarized";
    body["thinking"] = std::move(thinking);
    if (target.takes("output_config"))
      body["output_config"] = json::Object{{"effort", request.effort}};
    return;
  }
  if (!target.takes("budget") || !may_think(turns)) return;
  std::int64_t budget = request.effort == "low" ? 2048 : request.effort == "medium" ? 8192 : 16384;
  budget = std::min(budget, max_tokens / 2);
  if (budget >= k_budget_min)
    body["thinking"] = json::Object{{"type", "enabled"}, {"budget_tokens", budget}};
}

}  // namespace

std::string encode_messages(const Target& target, const Request& request) {
  const auto turns = history(target, request, 64);
  std::int64_t max_tokens = target.info.output_max > 0 ? std::min(target.info.output_max, k_output_default)
                                                       : k_output_unknown_model;
  if (request.max_output) max_tokens = *request.max_output;
  json::Object body{{"model", target.info.id}, {"max_tokens", max_tokens}, {"stream", true}};

  json::Value schema;
  if (auto parsed = json::parse(request.output_schema); parsed && is_strict(*parsed))
    schema = std::move(*parsed);
  const bool by_format = schema.is_object() && target.takes("output_schema") && target.takes("output_config");
  if (const auto system = instructions(request, !by_format); !system.empty()) {
    json::Value block = text_block(system);
    mark(target, block);
    body["system"] = json::Array{std::move(block)};
  }
  put_thinking(target, request, turns, max_tokens, body);
  if (by_format) {
    if (!body.contains("output_config")) body["output_config"] = json::Object{};
    body["output_config"].get_object()["format"] =
        json::Object{{"type", "json_schema"}, {"schema", std::move(schema)}};
  }

  const auto& tools = request.tools.empty() ? called_tools(turns) : request.tools;
  if (!tools.empty()) {
    json::Array list;
    for (const auto& tool : tools)
      list.emplace_back(json::Object{{"name", tool.name}, {"description", tool.description},
                                     {"input_schema", parameters(tool)}});
    mark(target, list.back());
    body["tools"] = std::move(list);
    if (request.tools.empty() && target.takes("tool_choice"))
      body["tool_choice"] = json::Object{{"type", "none"}};
  }
  body["messages"] = messages(target, turns);
  return json::dump(body);
}

}  // namespace llm::wire

// Chat Completions, the request. The format is everybody's, so the Compat record decides the
// details, and Target::refused what a server has told us itself.

#include <map>

#include "wire/encode.h"

namespace llm::wire {
namespace {

constexpr std::size_t k_id_max = 40;   // OpenAI's own bound; others copied it

json::Object text_part(std::string_view text) { return {{"type", "text"}, {"text", text}}; }

json::Value user_content(const std::string& text, const std::vector<Image>& images) {
  if (images.empty()) return json::Value(text);
  json::Array parts;
  if (!text.empty()) parts.emplace_back(text_part(text));
  for (const auto& image : images)
    parts.emplace_back(json::Object{{"type", "image_url"}, {"image_url", json::Object{{"url", data_url(image)}}}});
  return parts;
}

class Messages {
 public:
  Messages(const Target& target, json::Array& out) : target_(target), out_(out) {}

  void add(const Turn& turn) {
    if (turn.assistant) add_assistant(turn);
    else add_user(turn);
  }

 private:
  void add_assistant(const Turn& turn) {
    std::string text;
    json::Object message{{"role", "assistant"}, {"content", ""}};
    json::Array calls;
    json::Array extras;       // of the calls of the answer at hand, in order
    std::size_t ordinal = 0;
    for (const auto& item : turn.items) {
      if (const auto* said = std::get_if<AssistantMessage>(&item)) {
        text += (text.empty() ? "" : "\n\n") + said->text;
      } else if (const auto* reasoning = std::get_if<Reasoning>(&item)) {
        extras.clear();
        ordinal = 0;
        take_back(*reasoning, message, extras, text);
      } else if (const auto* call = std::get_if<ToolCall>(&item)) {
        json::Object value{{"id", call->id}, {"type", "function"},
                           {"function", json::Object{{"name", call->name}, {"arguments", arguments_text(*call)}}}};
        if (ordinal < extras.size() && !extras[ordinal].is_null()) value["extra_content"] = extras[ordinal];
        ++ordinal;
        calls.emplace_back(std::move(value));
        names_[call->id] = call->name;
      }
    }
    if (text.empty() && calls.empty()) return;   // empty assistant turns are refused
    // A plain string, never null and never parts: some refuse null, some echo parts.
    message["content"] = text;
    if (target_.compat.reasoning_in_every_turn && target_.info.reasoning && !message.contains("reasoning_content"))
      message["reasoning_content"] = "";
    if (!calls.empty()) message["tool_calls"] = std::move(calls);
    out_.emplace_back(std::move(message));
  }

  // `opaque` holds the members of the assistant's message that have to come back with it.
  void take_back(const Reasoning& reasoning, json::Object& message, json::Array& extras, std::string& text) const {
    auto value = json::parse(reasoning.opaque);
    if (!value || !value->is_object()) return;
    auto& members = value->get_object();
    if (const auto* list = json::array_or_null(members.if_contains("extra_content"))) extras = *list;
    members.erase("extra_content");
    if (target_.compat.thinking_as_text) {
      if (!reasoning.text.empty())
        text += (text.empty() ? "" : "\n\n") + ("<thinking>\n" + reasoning.text + "\n</thinking>");
      return;
    }
    if (!target_.compat.reasoning_in_history || !target_.takes("reasoning in history")) return;
    for (const auto& [key, member] : members)
      if (key == "reasoning_content" || key == "reasoning" || key == "reasoning_text" || key == "reasoning_details")
        message[key] = member;
  }

  void add_user(const Turn& turn) {
    std::vector<Image> images;
    bool results = false;
    for (const auto& item : turn.items) {
      const auto* result = std::get_if<ToolResult>(&item);
      if (result == nullptr) continue;
      json::Object message{{"role", "tool"}, {"tool_call_id", result->call_id},
                           {"content", result->output.empty() ? std::string(k_no_output) : result->output}};
      if (target_.compat.tool_result_name) message["name"] = names_[result->call_id];
      out_.emplace_back(std::move(message));
      images.insert(images.end(), result->images.begin(), result->images.end());
      results = true;
    }
    const bool more = !images.empty() || std::holds_alternative<UserMessage>(turn.items.back());
    if (results && more && target_.compat.assistant_after_tool_result)
      out_.emplace_back(json::Object{{"role", "assistant"}, {"content", "I have read the results."}});
    // Tool messages take text only; the pictures follow as the user's.
    if (!images.empty())
      out_.emplace_back(json::Object{{"role", "user"}, {"content", user_content("Images from the tool results above:", images)}});
    for (const auto& item : turn.items)
      if (const auto* said = std::get_if<UserMessage>(&item))
        out_.emplace_back(json::Object{{"role", "user"}, {"content", user_content(said->text, said->images)}});
  }

  const Target& target_;
  json::Array& out_;
  std::map<std::string, std::string> names_;
};

// Anthropic's models behind OpenRouter cache only what is marked, in Anthropic's own way.
void mark(json::Value& message) {
  auto& content = message.at("content");
  if (content.is_string()) {
    if (content.get_string().empty()) return;
    content = json::Array{text_part(json::string_or(&content))};
  }
  if (!content.is_array() || content.get_array().empty()) return;
  content.get_array().back().get_object()["cache_control"] = json::Object{{"type", "ephemeral"}};
}

void put_cache_marks(const Target& target, json::Array& messages) {
  if (!target.compat.cache_control || !target.info.id.starts_with("anthropic/") || !target.takes("cache_control"))
    return;
  if (!messages.empty() && json::string_or(json::find(messages.front(), "role")) == "system") mark(messages.front());
  for (auto i = messages.size(); i-- > 0;) {
    const auto role = json::string_or(json::find(messages[i], "role"));
    if (role != "user" && role != "tool") continue;
    mark(messages[i]);
    return;
  }
}

void put_thinking(const Target& target, const Request& request, json::Object& body) {
  if (request.effort.empty() || !target.info.reasoning) return;
  const auto& format = target.compat.thinking_format;
  const bool on = request.effort != "none";
  const bool thinking = target.takes("thinking"), effort = target.takes("effort");
  if (format == "openrouter") {
    if (target.takes("reasoning")) body["reasoning"] = json::Object{{"effort", request.effort}};
    return;
  }
  if ((format == "zai" || format == "deepseek") && thinking)
    body["thinking"] = json::Object{{"type", on ? "enabled" : "disabled"}};
  if (format == "qwen" && thinking) body["enable_thinking"] = on;
  if (format == "qwen-chat-template" && thinking)
    body["chat_template_kwargs"] = json::Object{{"enable_thinking", on}};
  if (target.compat.reasoning_effort && effort) body["reasoning_effort"] = request.effort;
}

void put_max_output(const Target& target, const Request& request, json::Object& body) {
  if (!request.max_output) return;
  std::string field = target.compat.max_tokens_field;
  // "Use 'max_completion_tokens' instead": the name that is not the refused one.
  if (!target.takes(field)) field = field == "max_tokens" ? "max_completion_tokens" : "max_tokens";
  if (target.takes(field)) body[field] = *request.max_output;
}

void put_tools(const Target& target, const Request& request, const std::vector<Turn>& turns, json::Object& body) {
  // Anthropic behind a proxy demands the tools that the history speaks of; OpenAI refuses an empty list.
  const auto& tools = request.tools.empty() ? called_tools(turns) : request.tools;
  if (tools.empty()) return;
  json::Array list;
  for (const auto& tool : tools) {
    auto schema = parameters(tool);
    const bool strict = target.compat.strict_tools && target.takes("strict") && is_strict(schema);
    json::Object function{{"name", tool.name}, {"description", tool.description}, {"parameters", std::move(schema)}};
    if (strict) function["strict"] = true;
    list.emplace_back(json::Object{{"type", "function"}, {"function", std::move(function)}});
  }
  body["tools"] = std::move(list);
  if (request.tools.empty()) {
    if (target.takes("tool_choice")) body["tool_choice"] = "none";
    return;
  }
  if (target.compat.tool_stream && target.takes("tool_stream")) body["tool_stream"] = true;
}

}  // namespace

std::string encode_chat(const Target& target, const Request& request) {
  const auto turns = history(target, request, k_id_max);
  json::Object body{{"model", target.info.id}, {"stream", true}};
  if (target.compat.usage_in_streaming && target.takes("stream_options"))
    body["stream_options"] = json::Object{{"include_usage", true}};
  if (target.compat.store && target.takes("store")) body["store"] = false;

  auto schema = json::parse(request.output_schema);
  const bool by_format = schema && schema->is_object() && target.takes("output_schema");
  json::Array messages;
  if (auto text = instructions(request, !by_format); !text.empty()) {
    const bool developer = target.compat.developer_role && target.info.reasoning && target.takes("developer");
    messages.emplace_back(json::Object{{"role", developer ? "developer" : "system"}, {"content", std::move(text)}});
  }
  Messages builder(target, messages);
  for (const auto& turn : turns) builder.add(turn);
  put_cache_marks(target, messages);
  body["messages"] = std::move(messages);

  put_tools(target, request, turns, body);
  if (by_format) {
    const bool strict = is_strict(*schema);
    body["response_format"] = json::Object{
        {"type", "json_schema"},
        {"json_schema", json::Object{{"name", "answer"}, {"schema", std::move(*schema)}, {"strict", strict}}}};
  }
  put_thinking(target, request, body);
  put_max_output(target, request, body);
  if (target.compat.cache_key && !request.cache_key.empty() && target.takes("prompt_cache_key"))
    body["prompt_cache_key"] = cache_key(request);
  return json::dump(body);
}

}  // namespace llm::wire

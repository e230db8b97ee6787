#include "llm/record.h"

#include <boost/json.hpp>

#include "base/try.h"
#include "text/base64.h"
#include "codes.h"

namespace llm {
namespace {

json::Array images_to_json(const std::vector<Image>& images) {
  json::Array out;
  for (const auto& image : images)
    out.emplace_back(json::Object{{"mime", image.mime}, {"data", text::to_base64(image.bytes)}});
  return out;
}

base::Result<std::vector<Image>> images_from_json(const json::Value* value) {
  std::vector<Image> out;
  const auto* array = json::array_or_null(value);
  if (array == nullptr) return out;
  for (const auto& entry : *array) {
    auto bytes = text::from_base64(json::string_or(json::find(entry, "data")));
    if (!bytes) return base::fail(base::Code::invalid, "item: an image that is not base64");
    out.push_back({std::string(json::string_or(json::find(entry, "mime"))), std::move(*bytes)});
  }
  return out;
}

void put(json::Object& out, std::string_view key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}
void put(json::Object& out, std::string_view key, const std::vector<Image>& images) {
  if (!images.empty()) out[key] = images_to_json(images);
}
void put_flag(json::Object& out, std::string_view key, bool flag) {
  if (flag) out[key] = true;
}

struct ToJson {
  json::Object operator()(const UserMessage& item) const {
    json::Object out{{"type", "user"}, {"text", item.text}};
    put(out, "images", item.images);
    return out;
  }
  json::Object operator()(const AssistantMessage& item) const {
    json::Object out{{"type", "assistant"}, {"text", item.text}};
    put(out, "phase", item.phase);
    return out;
  }
  json::Object operator()(const Reasoning& item) const {
    json::Object out{{"type", "reasoning"}};
    put(out, "text", item.text);
    put(out, "opaque", item.opaque);
    put(out, "origin", item.origin);
    return out;
  }
  json::Object operator()(const ToolCall& item) const {
    json::Object out{{"type", "tool_call"}, {"id", item.id}, {"name", item.name},
                     {"arguments", item.arguments}};
    put_flag(out, "freeform", item.freeform);
    put(out, "item_id", item.item_id);
    return out;
  }
  json::Object operator()(const ToolResult& item) const {
    json::Object out{{"type", "tool_result"}, {"call_id", item.call_id}, {"output", item.output}};
    put_flag(out, "is_error", item.is_error);
    put_flag(out, "freeform", item.freeform);
    put(out, "images", item.images);
    return out;
  }
};

struct EventToJson {
  json::Object operator()(const TextDelta& event) const { return {{"text", event.text}}; }
  json::Object operator()(const ReasoningDelta& event) const { return {{"reasoning", event.text}}; }
  json::Object operator()(const ToolCallStarted& event) const {
    return {{"call", json::Object{{"id", event.id}, {"name", event.name}}}};
  }
  json::Object operator()(const Retrying& event) const {
    return {{"retrying", json::Object{{"attempt", event.attempt}, {"wait_ms", event.wait_ms},
                                      {"why", event.why}}}};
  }
};

std::string text_of(const json::Value& value, std::string_view key) {
  return std::string(json::string_or(json::find(value, key)));
}

}  // namespace

json::Value item_to_json(const Item& item) { return std::visit(ToJson{}, item); }

base::Result<Item> item_from_json(const json::Value& value) {
  const auto type = json::string_or(json::find(value, "type"));
  if (type == "user") {
    UserMessage item{text_of(value, "text"), {}};
    TRY(item.images, images_from_json(json::find(value, "images")));
    return item;
  }
  if (type == "assistant") return AssistantMessage{text_of(value, "text"), text_of(value, "phase")};
  if (type == "reasoning")
    return Reasoning{text_of(value, "text"), text_of(value, "opaque"), text_of(value, "origin")};
  if (type == "tool_call") {
    return ToolCall{text_of(value, "id"), text_of(value, "name"), text_of(value, "arguments"),
                    json::bool_or(json::find(value, "freeform")), text_of(value, "item_id")};
  }
  if (type == "tool_result") {
    ToolResult item;
    item.call_id = text_of(value, "call_id");
    item.output = text_of(value, "output");
    item.is_error = json::bool_or(json::find(value, "is_error"));
    item.freeform = json::bool_or(json::find(value, "freeform"));
    TRY(item.images, images_from_json(json::find(value, "images")));
    return item;
  }
  return base::fail(base::Code::invalid, "item: unknown type \"" + std::string(type) + "\"");
}

json::Value items_to_json(const std::vector<Item>& items) {
  json::Array out;
  for (const auto& item : items) out.push_back(item_to_json(item));
  return out;
}

base::Result<std::vector<Item>> items_from_json(const json::Value& value) {
  const auto* array = value.if_array();
  if (array == nullptr) return base::fail(base::Code::invalid, "items: expected an array");
  std::vector<Item> out;
  for (const auto& entry : *array) {
    TRY(Item item, item_from_json(entry));
    out.push_back(std::move(item));
  }
  return out;
}

json::Value usage_to_json(const Usage& usage) {
  return json::Object{{"input", usage.input},   {"cached", usage.cached},
                      {"cache_write", usage.cache_write}, {"output", usage.output},
                      {"reasoning", usage.reasoning}};
}

Usage usage_from_json(const json::Value& value) {
  return {json::int_or(json::find(value, "input"), -1), json::int_or(json::find(value, "cached"), -1),
          json::int_or(json::find(value, "cache_write"), -1),
          json::int_or(json::find(value, "output"), -1),
          json::int_or(json::find(value, "reasoning"), -1)};
}

Stop stop_from_name(std::string_view text) {
  for (const auto stop : {Stop::end, Stop::tool_calls, Stop::max_tokens, Stop::refusal, Stop::pause,
                          Stop::overflow})
    if (name(stop) == text) return stop;
  return Stop::other;
}

json::Value response_to_json(const Response& response) {
  return json::Object{{"items", items_to_json(response.items)},
                      {"stop", name(response.stop)},
                      {"usage", usage_to_json(response.usage)},
                      {"model", response.model},
                      {"id", response.id}};
}

base::Result<Response> response_from_json(const json::Value& value) {
  Response out;
  const auto* items = json::find(value, "items");
  if (items == nullptr) return base::fail(base::Code::invalid, "response: items are missing");
  TRY(out.items, items_from_json(*items));
  out.stop = stop_from_name(json::string_or(json::find(value, "stop")));
  if (const auto* usage = json::find(value, "usage")) out.usage = usage_from_json(*usage);
  out.model = text_of(value, "model");
  out.id = text_of(value, "id");
  return out;
}

json::Value event_to_json(const Event& event) { return std::visit(EventToJson{}, event); }

base::Result<Event> event_from_json(const json::Value& value) {
  if (json::find(value, "text") != nullptr) return TextDelta{text_of(value, "text")};
  if (json::find(value, "reasoning") != nullptr) return ReasoningDelta{text_of(value, "reasoning")};
  if (const auto* call = json::find(value, "call"))
    return ToolCallStarted{text_of(*call, "id"), text_of(*call, "name")};
  if (const auto* retry = json::find(value, "retrying"))
    return Retrying{static_cast<int>(json::int_or(json::find(*retry, "attempt"))),
                    json::int_or(json::find(*retry, "wait_ms")), text_of(*retry, "why")};
  return base::fail(base::Code::invalid, "event: unknown kind");
}

json::Value request_to_json(const Request& request) {
  json::Object out{{"instructions", request.instructions}, {"items", items_to_json(request.items)}};
  json::Array tools;
  for (const auto& tool : request.tools) tools.emplace_back(tool.name);
  if (!tools.empty()) out["tools"] = std::move(tools);
  if (request.max_output) out["max_output"] = *request.max_output;
  put(out, "effort", request.effort);
  put(out, "output_schema", request.output_schema);
  return out;
}

static std::string line_of(std::string_view kind, json::Value value) {
  json::Object out;
  out[kind] = std::move(value);
  return json::dump(out) + "\n";
}
std::string record_line(const Event& event) { return line_of("event", event_to_json(event)); }
std::string record_line(const Response& response) {
  return line_of("response", response_to_json(response));
}
std::string record_line(const base::Error& error) {
  return line_of("error", json::Object{{"code", base::name(error.code)}, {"what", error.what}});
}

}  // namespace llm

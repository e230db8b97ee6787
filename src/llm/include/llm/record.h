#pragma once
// Items, events and answers as JSON: for the journal, for resume, and for the tape of models that
// speak no wire of their own (wire "builtin"). Complete: what goes in comes out again, opaque
// reasoning and images (base64) included. Pure functions, any thread.

#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "llm/item.h"

namespace llm {

/// {"type":"user"|"assistant"|"reasoning"|"tool_call"|"tool_result", ...}; members that are empty or
/// false are left out.
json::Value item_to_json(const Item& item);
/// Fails with invalid (unknown type, a member of the wrong type; the text says which).
base::Result<Item> item_from_json(const json::Value& value);
json::Value items_to_json(const std::vector<Item>& items);
base::Result<std::vector<Item>> items_from_json(const json::Value& value);

/// {"input":N,"cached":N,"cache_write":N,"output":N,"reasoning":N}; -1 = not known.
json::Value usage_to_json(const Usage& usage);
Usage usage_from_json(const json::Value& value);

/// {"items":[...],"stop":"end","usage":{...},"model":"...","id":"..."}
json::Value response_to_json(const Response& response);
base::Result<Response> response_from_json(const json::Value& value);

/// {"text":"..."} {"reasoning":"..."} {"call":{"id","name"}} {"retrying":{...}}
json::Value event_to_json(const Event& event);
base::Result<Event> event_from_json(const json::Value& value);

/// The request as the model was asked: what a builtin model puts on its tape as the body.
json::Value request_to_json(const Request& request);

/// Stop by name(); Stop::other for names that are not known.
Stop stop_from_name(std::string_view name);

// A builtin model records its exchange as lines of JSON; make_replay plays them back.
/// {"event":{...}}\n
std::string record_line(const Event& event);
/// {"response":{...}}\n
std::string record_line(const Response& response);
/// {"error":{"code":"...","what":"..."}}\n
std::string record_line(const base::Error& error);

}  // namespace llm

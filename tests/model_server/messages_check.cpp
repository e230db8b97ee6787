// What the Messages endpoint refuses, in its own words. Roles alternate; every tool_use has its
// tool_result first in the next message; thinking blocks come back with their signature and stand
// before the tool calls that they led to; cache marks are few and never on empty text.

#include <algorithm>

#include "messages.h"

namespace model_server {
namespace {

using Set = std::set<std::string, std::less<>>;
using json::Object;
using json::Value;

Refusal refuse(std::string message) { return Refusal{400, "invalid_request_error", std::move(message), "", ""}; }

Check check_members(const Object& object, const std::string& at, const Set& known, const Script& script) {
  const auto odd = unknown_member(object, known, script.allow);
  if (odd.empty()) return {};
  return refuse((at.empty() ? odd : at + "." + odd) + ": Extra inputs are not permitted");
}

/// Without cache marks, which may move without changing what is cached.
std::string dump_unmarked(const Value& value) {
  Value copy = value;
  const auto strip = [](auto&& self, Value& inner) -> void {
    if (auto* object = inner.if_object()) {
      object->erase("cache_control");
      for (auto& [key, member] : *object) self(self, member);
    } else if (auto* array = inner.if_array()) {
      for (auto& item : *array) self(self, item);
    }
  };
  strip(strip, copy);
  return json::dump(copy);
}

class Walk {
 public:
  Walk(const Script& script, const Memory& memory, bool thinking, Seen& seen)
      : script_(script), memory_(memory), thinking_(thinking), seen_(seen) {}

  Check cache_mark(const Object& block, const std::string& at) {
    const auto* mark = block.if_contains("cache_control");
    if (mark == nullptr || mark->is_null()) return {};
    const auto* object = mark->if_object();
    if (object == nullptr || text_of(*object, "type") != "ephemeral")
      return refuse(at + ".cache_control.type: Input should be 'ephemeral'");
    if (auto no = check_members(*object, at + ".cache_control", {"type", "ttl"}, script_)) return no;
    if (const auto ttl = text_of(*object, "ttl"); !ttl.empty() && ttl != "5m" && ttl != "1h")
      return refuse(at + ".cache_control.ttl: Input should be '5m' or '1h'");
    seen_.cache = true;
    if (++marks_ > 4)
      return refuse("A maximum of 4 blocks with cache_control may be provided. Found " + std::to_string(marks_) + ".");
    return {};
  }

  Check text_block(const Object& block, const std::string& at, std::string& out) {
    if (auto no = check_members(block, at, {"type", "text", "cache_control", "citations"}, script_)) return no;
    const auto* text = block.if_contains("text");
    if (text == nullptr || !text->is_string()) return refuse(at + ".text: Field required");
    if (text->get_string().empty())
      return refuse(block.contains("cache_control") ? at + ": cache_control cannot be set for empty text blocks"
                                                    : "messages: text content blocks must be non-empty");
    out += std::string_view(text->get_string());
    return cache_mark(block, at);
  }

  Check message(const Value& value, std::size_t index) {
    const auto at = "messages." + std::to_string(index);
    const auto* object = value.if_object();
    if (object == nullptr) return refuse(at + ": Input should be an object");
    if (auto no = check_members(*object, at, {"role", "content"}, script_)) return no;
    const auto role = text_of(*object, "role");
    if (role != "user" && role != "assistant")
      return refuse(at + ".role: Input should be 'user' or 'assistant'. Did you mean to use the top-level "
                         "`system` parameter?");
    if (role == last_role_)
      return refuse("messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"" +
                    role + "\" roles in a row");
    if (index == 0 && role != "user") return refuse("messages: first message must use the \"user\" role");
    last_role_ = role;
    const auto* content = object->if_contains("content");
    if (content == nullptr) return refuse(at + ".content: Field required");
    if (role == "assistant") seen_.last_results.clear();
    if (content->is_string()) {
      if (content->get_string().empty()) return refuse(at + ": all messages must have non-empty content");
      if (auto no = results_end(at)) return no;
      seen_.texts.emplace_back(content->get_string());
      return {};
    }
    const auto* blocks = content->if_array();
    if (blocks == nullptr) return refuse(at + ".content: Input should be a valid list");
    if (blocks->empty()) return refuse(at + ": all messages must have non-empty content");
    return role == "user" ? user(*blocks, at) : assistant(*blocks, at);
  }

  Check end() {
    if (last_role_ == "assistant")
      return refuse("This model does not support assistant message prefill. The conversation must end with a "
                    "user message.");
    return results_end("messages");
  }

 private:
  Check results_end(const std::string& at) {
    if (open_.empty()) return {};
    std::string ids;
    for (const auto& id : open_) ids += (ids.empty() ? "" : ", ") + id;
    return refuse(at + ": `tool_use` ids were found without `tool_result` blocks immediately after: " + ids +
                  ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
  }

  Check user(const json::Array& blocks, const std::string& at) {
    bool others = false;
    std::string text;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const auto inner = at + ".content." + std::to_string(i);
      const auto* block = blocks[i].if_object();
      const auto type = block == nullptr ? std::string() : text_of(*block, "type");
      if (type == "tool_result") {
        if (others) return refuse(at + ": `tool_result` blocks must come before other content of the message");
        if (auto no = result(*block, inner)) return no;
        continue;
      }
      others = true;
      if (auto no = results_end(at)) return no;
      if (type == "text") {
        if (auto no = text_block(*block, inner, text)) return no;
      } else if (type == "image") {
        if (auto no = image(*block, inner)) return no;
        text += "[image]";
      } else {
        return refuse(inner + ": Input tag '" + type + "' found using 'type' does not match any of the expected "
                      "tags: 'image', 'text', 'tool_result'");
      }
    }
    seen_.texts.push_back(std::move(text));
    return results_end(at);
  }

  Check image(const Object& block, const std::string& at) {
    if (auto no = check_members(block, at, {"type", "source", "cache_control"}, script_)) return no;
    const auto* source = json::object_or_null(block.if_contains("source"));
    if (source == nullptr) return refuse(at + ".source: Field required");
    if (text_of(*source, "type") == "base64" &&
        !Set{"image/png", "image/jpeg", "image/gif", "image/webp"}.contains(text_of(*source, "media_type")))
      return refuse(at + ".source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or "
                         "'image/webp'");
    return cache_mark(block, at);
  }

  Check result(const Object& block, const std::string& at) {
    if (auto no = check_members(block, at, {"type", "tool_use_id", "content", "is_error", "cache_control"}, script_))
      return no;
    const auto id = text_of(block, "tool_use_id");
    if (open_.erase(id) == 0)
      return refuse(at + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id + ". Each `tool_result` "
                         "block must have a corresponding `tool_use` block in the previous message.");
    if (auto no = cache_mark(block, at)) return no;
    std::string text;
    const auto* content = block.if_contains("content");
    if (content != nullptr && content->is_string()) {
      text = std::string(content->get_string());
    } else if (content != nullptr) {
      const auto* parts = content->if_array();
      if (parts == nullptr) return refuse(at + ".content: Input should be a valid list");
      for (std::size_t i = 0; i < parts->size(); ++i) {
        const auto inner = at + ".content." + std::to_string(i);
        const auto* part = (*parts)[i].if_object();
        const auto type = part == nullptr ? std::string() : text_of(*part, "type");
        if (type == "text") {
          if (auto no = text_block(*part, inner, text)) return no;
        } else if (type == "image") {
          if (auto no = image(*part, inner)) return no;
          text += "[image]";
        } else {
          return refuse(inner + ": Input tag '" + type + "' found using 'type' does not match any of the expected "
                        "tags: 'image', 'text'");
        }
      }
    }
    const bool is_error = json::bool_or(block.if_contains("is_error"));
    if (is_error && text.empty())
      return refuse(at + ": content cannot be empty if `is_error` is true");
    seen_.texts.push_back(text);
    seen_.last_results.push_back({id, std::move(text), is_error});
    return {};
  }

  Check assistant(const json::Array& blocks, const std::string& at) {
    if (auto no = results_end(at)) return no;
    std::set<std::string> sealed;
    std::string text;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const auto inner = at + ".content." + std::to_string(i);
      const auto* block = blocks[i].if_object();
      const auto type = block == nullptr ? std::string() : text_of(*block, "type");
      if (type == "thinking") {
        if (auto no = check_members(*block, inner, {"type", "thinking", "signature"}, script_)) return no;
        const auto signature = text_of(*block, "signature");
        if (signature.empty() || signature != seal(text_of(*block, "thinking")))
          return refuse(inner + ": Invalid `signature` in `thinking` block");
        sealed.insert(signature);
      } else if (type == "redacted_thinking") {
        if (auto no = check_members(*block, inner, {"type", "data"}, script_)) return no;
      } else if (type == "text") {
        if (auto no = text_block(*block, inner, text)) return no;
      } else if (type == "tool_use") {
        if (auto no = call(*block, inner, sealed)) return no;
      } else {
        return refuse(inner + ": Input tag '" + type + "' found using 'type' does not match any of the expected "
                      "tags: 'redacted_thinking', 'text', 'thinking', 'tool_use'");
      }
    }
    seen_.texts.push_back(std::move(text));
    return {};
  }

  Check call(const Object& block, const std::string& at, const std::set<std::string>& sealed) {
    if (auto no = check_members(block, at, {"type", "id", "name", "input", "cache_control"}, script_)) return no;
    const auto id = text_of(block, "id");
    bool good = !id.empty();
    for (const char c : id) good = good && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-');
    if (!good) return refuse(at + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
    if (!ids_.insert(id).second) return refuse("messages: `tool_use` ids must be unique");
    const auto* input = block.if_contains("input");
    if (input == nullptr) return refuse(at + ".tool_use.input: Field required");
    if (!input->is_object()) return refuse(at + ".tool_use.input: Input should be a valid dictionary");
    if (const auto* issued = memory_.find(id)) {
      if (issued->name != text_of(block, "name") ||
          (json::parse(issued->arguments) && !same_arguments(issued->arguments, json::dump(*input))))
        return refuse(at + ": differs from the call that was issued as " + id);
      if (thinking_ && !issued->reasoning.empty() && !sealed.contains(issued->reasoning))
        return refuse(at + ".type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` "
                           "is enabled, a final `assistant` message must start with a thinking block (preceeding "
                           "the lastmost set of `tool_use` and `tool_result` blocks).");
    }
    if (auto no = cache_mark(block, at)) return no;
    open_.insert(id);
    seen_.texts.push_back(json::dump(*input));
    return {};
  }

  const Script& script_;
  const Memory& memory_;
  bool thinking_;
  Seen& seen_;
  std::set<std::string> open_, ids_;
  std::string last_role_;
  int marks_ = 0;
};

Check check_tools(const Value& value, const Script& script, Walk& walk, Seen& seen) {
  const auto* tools = value.if_array();
  if (tools == nullptr) return refuse("tools: Input should be a valid list");
  for (std::size_t i = 0; i < tools->size(); ++i) {
    const auto at = "tools." + std::to_string(i);
    const auto* tool = (*tools)[i].if_object();
    if (tool == nullptr) return refuse(at + ": Input should be an object");
    if (auto no = check_members(*tool, at + ".custom",
                                {"type", "name", "description", "input_schema", "cache_control", "strict",
                                 "eager_input_streaming"}, script)) return no;
    const auto name = text_of(*tool, "name");
    if (check_tool_name(name, ""))
      return refuse(at + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
    if (!seen.tools.insert(name).second) return refuse("tools: Tool names must be unique.");
    const auto* schema = json::object_or_null(tool->if_contains("input_schema"));
    if (schema == nullptr) return refuse(at + ".custom.input_schema: Field required");
    if (text_of(*schema, "type") != "object")
      return refuse(at + ".custom.input_schema.type: Input should be 'object'");
    if (auto no = walk.cache_mark(*tool, at)) return no;
  }
  return {};
}

Check check_thinking(const Object& body, const Script& script, Seen& seen) {
  const auto* thinking = json::object_or_null(body.if_contains("thinking"));
  if (thinking == nullptr) return {};
  const auto type = text_of(*thinking, "type");
  if (type == "disabled") return {};
  if (type != "enabled" && type != "adaptive")
    return refuse("thinking: Input tag '" + type + "' found using 'type' does not match any of the expected tags: "
                  "'adaptive', 'disabled', 'enabled'");
  if (auto no = check_members(*thinking, "thinking." + type,
                              type == "enabled" ? Set{"type", "budget_tokens", "display"} : Set{"type", "display"},
                              script)) return no;
  if (type == "enabled") {
    const auto budget = json::int_or(thinking->if_contains("budget_tokens"), -1);
    if (budget < 1024) return refuse("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    if (budget >= json::int_or(body.if_contains("max_tokens")))
      return refuse("`max_tokens` must be greater than `thinking.budget_tokens`.");
  }
  if (const auto* temperature = body.if_contains("temperature"); temperature != nullptr && json::double_or(temperature) != 1)
    return refuse("`temperature` may only be set to 1 when thinking is enabled.");
  if (const auto* choice = json::object_or_null(body.if_contains("tool_choice"));
      choice != nullptr && text_of(*choice, "type") != "auto" && text_of(*choice, "type") != "none")
    return refuse("Thinking may not be enabled when tool_choice forces tool use.");
  seen.reasoning = seen.reasoning_text = seen.reasoning_sealed = true;
  return {};
}

}  // namespace

Check check_messages(const Object& body, const Script& script, const Memory& memory, Seen& seen) {
  static const Set k_known{"model", "messages", "max_tokens", "system", "stream", "temperature", "top_p", "top_k",
                           "stop_sequences", "tools", "tool_choice", "thinking", "metadata", "service_tier",
                           "output_config", "cache_control", "container", "inference_geo"};
  if (auto no = check_members(body, "", k_known, script)) return no;
  for (const char* key : {"model", "max_tokens", "messages"})
    if (!body.contains(key)) return refuse(std::string(key) + ": Field required");
  seen.model = text_of(body, "model");
  if (std::find(script.models.begin(), script.models.end(), seen.model) == script.models.end())
    return Refusal{404, "not_found_error", "model: " + seen.model, "", ""};
  if (json::int_or(body.if_contains("max_tokens")) < 1)
    return refuse("max_tokens: Input should be greater than or equal to 1");
  seen.max_output = static_cast<std::size_t>(json::int_or(body.if_contains("max_tokens")));
  seen.stream = json::bool_or(body.if_contains("stream"));
  seen.cache = false;
  if (auto no = check_thinking(body, script, seen)) return no;
  if (const auto* config = json::object_or_null(body.if_contains("output_config"))) {
    if (auto no = check_members(*config, "output_config", {"effort", "format"}, script)) return no;
    if (const auto effort = text_of(*config, "effort"); !Set{"", "low", "medium", "high", "xhigh", "max"}.contains(effort))
      return refuse("output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
  }
  if (const auto* metadata = json::object_or_null(body.if_contains("metadata")))
    if (auto no = check_members(*metadata, "metadata", {"user_id"}, script)) return no;

  Walk walk(script, memory, seen.reasoning, seen);
  if (auto no = walk.cache_mark(body, "")) return no;
  if (const auto* tools = body.if_contains("tools")) {
    if (auto no = check_tools(*tools, script, walk, seen)) return no;
    seen.parts.push_back(dump_unmarked(*tools));
  }
  if (const auto* system = body.if_contains("system")) {
    if (system->is_string()) {
      seen.system = std::string(system->get_string());
    } else if (const auto* blocks = system->if_array()) {
      for (std::size_t i = 0; i < blocks->size(); ++i) {
        const auto at = "system." + std::to_string(i);
        const auto* block = (*blocks)[i].if_object();
        if (block == nullptr || text_of(*block, "type") != "text") return refuse(at + ".type: Input should be 'text'");
        if (auto no = walk.text_block(*block, at, seen.system)) return no;
      }
    } else {
      return refuse("system: Input should be a valid list");
    }
    seen.parts.push_back(seen.system);
  }
  const auto* messages = json::array_or_null(body.if_contains("messages"));
  if (messages == nullptr) return refuse("messages: Input should be a valid list");
  if (messages->empty()) return refuse("messages: at least one message is required");
  bool any_call = false;
  for (std::size_t i = 0; i < messages->size(); ++i) {
    if (auto no = walk.message((*messages)[i], i)) return no;
    // A later message may join an earlier one's blocks: what is cached is block by block.
    const auto* content = json::find((*messages)[i], "content");
    const auto role = std::string(json::string_or(json::find((*messages)[i], "role")));
    if (const auto* blocks = json::array_or_null(content)) {
      for (const auto& block : *blocks) {
        any_call = any_call || json::string_or(json::find(block, "type")) == "tool_use";
        seen.parts.push_back(role + dump_unmarked(block));
      }
    } else {
      const Object block{{"type", "text"}, {"text", *content}};
      seen.parts.push_back(role + json::dump(block));
    }
  }
  if (any_call && seen.tools.empty())
    return refuse("Requests which have `tool_use` or `tool_result` blocks in `messages` must define tools");
  return walk.end();
}

}  // namespace model_server

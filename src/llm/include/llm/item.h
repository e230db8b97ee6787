#pragma once
// contract: a conversation is a list of items, the same for every wire format.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace llm {

struct Image {
  std::string mime;    ///< "image/png", ...
  std::string bytes;   ///< raw
};

struct UserMessage {
  std::string text;
  std::vector<Image> images;
};

struct AssistantMessage {
  std::string text;
  std::string phase;   ///< Responses: "commentary" or "final_answer", as the model said; goes back
};

/// What the model thought. `opaque` is the provider's own JSON for this item (encrypted content,
/// signature); it goes back untouched, and only to the wire and model that made it.
struct Reasoning {
  std::string text;     ///< readable part, "" if there is none
  std::string opaque;   ///< JSON text
  std::string origin;   ///< "wire/model" that made it
};

struct ToolCall {
  std::string id;          ///< the wire's call id; unique within the conversation
  std::string name;
  std::string arguments;   ///< JSON text as the model wrote it (perhaps broken); freeform: the input
  bool freeform = false;
  std::string item_id;     ///< Responses: id of the item itself; else ""
};

struct ToolResult {
  std::string call_id;
  std::string output;
  bool is_error = false;
  std::vector<Image> images;
  bool freeform = false;   ///< answers a freeform call (Responses has an item type of its own)
};

using Item = std::variant<UserMessage, AssistantMessage, Reasoning, ToolCall, ToolResult>;

/// A tool as the model sees it. The schema is JSON text of type "object". `grammar`, if set, makes
/// it a freeform tool (Responses custom tool with a Lark grammar) on models that were trained on
/// it; wires without freeform tools offer it with one string parameter named "input".
struct ToolSpec {
  std::string name;
  std::string description;
  std::string schema;
  std::string grammar;
};

/// Tokens, as the provider counted them. `input` includes `cached` and `cache_write`; `output`
/// includes `reasoning`. -1 = the provider did not say.
struct Usage {
  std::int64_t input = 0;
  std::int64_t cached = 0;        ///< read from the provider's cache
  std::int64_t cache_write = 0;   ///< written to it (Anthropic bills this apart)
  std::int64_t output = 0;
  std::int64_t reasoning = 0;
  Usage& operator+=(const Usage& other);
};

enum class Stop {
  end,            ///< the model is done
  tool_calls,     ///< it wants results
  max_tokens,     ///< its output limit
  refusal,        ///< it (or a filter) refused
  pause,          ///< Anthropic pause_turn: send the same again
  overflow,       ///< the context window was exceeded while it answered
  other,
};
std::string_view name(Stop stop);

struct Request {
  std::string instructions;       ///< the system prompt
  std::vector<Item> items;
  std::vector<ToolSpec> tools;
  std::optional<std::int64_t> max_output;    ///< tokens
  std::string effort;             ///< reasoning effort: "", "low", "medium", "high"
  std::string output_schema;      ///< JSON schema the final text must have, or ""
  std::string cache_key;          ///< stable per session: routes to the same prompt cache
};

// ---- what comes back, while it comes ----

struct TextDelta { std::string text; };
struct ReasoningDelta { std::string text; };
struct ToolCallStarted { std::string id, name; };
/// The attempt broke off or was refused; everything streamed since the last Retrying (or the
/// start) is void. The next attempt starts after `wait_ms`.
struct Retrying { int attempt; std::int64_t wait_ms; std::string why; };
using Event = std::variant<TextDelta, ReasoningDelta, ToolCallStarted, Retrying>;

/// One complete answer. Items are in the model's order.
struct Response {
  std::vector<Item> items;      ///< AssistantMessage, Reasoning, ToolCall
  Stop stop = Stop::end;
  Usage usage;
  std::string model;            ///< as the provider names it
  std::string id;               ///< the provider's id of the response
};

}  // namespace llm

// Anthropic Messages, the stream: blocks open, grow and close, told apart by an index. Blocks of
// kinds that we do not know (a server's own tools) are kept as they came and go back untouched, as
// a paused turn demands it.

#include <algorithm>
#include <map>

#include "wire/decode.h"

namespace llm::wire {
namespace {

Stop stop_of(std::string_view reason, bool calls) {
  if (reason == "tool_use") return Stop::tool_calls;
  if (reason == "end_turn" || reason == "stop_sequence") return calls ? Stop::tool_calls : Stop::end;
  if (reason == "max_tokens") return Stop::max_tokens;
  if (reason == "pause_turn") return Stop::pause;
  if (reason == "refusal" || reason == "sensitive") return Stop::refusal;
  if (reason == "model_context_window_exceeded") return Stop::overflow;
  return calls ? Stop::tool_calls : Stop::other;
}

constexpr std::int64_t k_index_max = 1'000'000;

struct Block {
  json::Object value;      // as it came, with its deltas
  std::string text;        // of text, thinking
  std::string input;       // JSON of a tool's input, as it came in pieces
  std::string signature;
};

class MessagesDecoder final : public Decoder {
 public:
  MessagesDecoder(const Target& target, const Request& request, EventSink sink)
      : Decoder(std::move(sink)), origin_(target.origin()), wrapped_(wrapped_tools(request)) {}

  Outcome<> take(std::string_view event, const json::Value& data) override {
    auto type = json::string_or(json::find(data, "type"), event);
    if (type == "message_start") {
      if (const auto* message = json::find(data, "message")) start(*message);
    } else if (type == "content_block_start") {
      if (const auto* block = json::find(data, "content_block")) open(index_of(data, next_), *block);
    } else if (type == "content_block_delta") {
      if (const auto* delta = json::find(data, "delta")) grow(index_of(data, last_), *delta);
    } else if (type == "message_delta") {
      if (const auto* delta = json::find(data, "delta"))
        if (const auto reason = json::string_or(json::find(*delta, "stop_reason")); !reason.empty())
          reason_ = reason;
      if (const auto* usage = json::find(data, "usage")) count(*usage);
    } else if (type == "message_stop") {
      stopped_ = true;
    }
    return {};   // ping, content_block_stop, and what will be invented
  }

  Outcome<> whole(const json::Value& body) override {
    start(body);
    if (const auto* content = json::array_or_null(json::find(body, "content")))
      for (const auto& block : *content) open(next_, block);
    reason_ = json::string_or(json::find(body, "stop_reason"), "end_turn");
    stopped_ = true;
    return {};
  }

  // Some proxies end after message_delta: with a reason to stop, nothing is missing.
  [[nodiscard]] bool done() const override { return stopped_ || !reason_.empty(); }

  Response finish() override {
    Response out;
    out.id = id_;
    out.model = model_;
    out.usage = usage_;
    if (out.usage.input >= 0) {   // Anthropic counts the cached apart
      if (out.usage.cached > 0) out.usage.input += out.usage.cached;
      if (out.usage.cache_write > 0) out.usage.input += out.usage.cache_write;
    }
    bool calls = false;
    for (auto& [index, block] : blocks_) {
      add(out, block);
      calls = calls || (!out.items.empty() && std::holds_alternative<ToolCall>(out.items.back()));
    }
    out.stop = stop_of(reason_, calls);
    return out;
  }

 private:
  static std::int64_t index_of(const json::Value& data, std::int64_t fallback) {
    const auto index = json::int_or(json::find(data, "index"), fallback);
    return index < 0 || index > k_index_max ? fallback : index;
  }

  void start(const json::Value& message) {
    id_ = json::string_or(json::find(message, "id"));
    model_ = json::string_or(json::find(message, "model"));
    if (const auto* usage = json::find(message, "usage")) count(*usage);
  }

  // The counts are running totals and may come several times; some proxies leave the input out or
  // set it to 0 in the later ones. So: the last number that says something.
  static void keep(std::int64_t& count, const json::Value* value) {
    const auto number = tokens(value);
    if (number > 0 || (number == 0 && count < 0)) count = number;
  }
  void count(const json::Value& usage) {
    keep(usage_.input, json::find(usage, "input_tokens"));
    keep(usage_.cached, json::find(usage, "cache_read_input_tokens"));
    keep(usage_.cache_write, json::find(usage, "cache_creation_input_tokens"));
    keep(usage_.output, json::find(usage, "output_tokens"));
    keep(usage_.reasoning, json::find(usage, "output_tokens_details", "thinking_tokens"));
  }

  void open(std::int64_t index, const json::Value& content) {
    if (!content.is_object()) return;
    last_ = index;
    next_ = std::max(next_, index) + 1;
    auto& block = blocks_[index];
    block = {};
    block.value = content.get_object();
    const auto type = json::string_or(json::find(content, "type"));
    block.text = json::string_or(json::find(content, type == "thinking" ? "thinking" : "text"));
    block.signature = json::string_or(json::find(content, "signature"));
    if (type == "text" && !block.text.empty()) emit(TextDelta{block.text});
    if (type == "thinking" && !block.text.empty()) emit(ReasoningDelta{block.text});
    if (type == "tool_use")
      emit(ToolCallStarted{std::string(json::string_or(json::find(content, "id"))),
                           std::string(json::string_or(json::find(content, "name")))});
  }

  void grow(std::int64_t index, const json::Value& delta) {
    const auto type = json::string_or(json::find(delta, "type"));
    if (!blocks_.contains(index)) {   // a proxy lost the beginning: what it was, the delta tells
      if (type == "text_delta") open(index, json::Object{{"type", "text"}});
      else if (type == "thinking_delta") open(index, json::Object{{"type", "thinking"}});
      else return;
    }
    auto& block = blocks_[index];
    if (type == "text_delta") {
      const auto text = json::string_or(json::find(delta, "text"));
      block.text += text;
      if (!text.empty()) emit(TextDelta{std::string(text)});
    } else if (type == "thinking_delta") {
      const auto text = json::string_or(json::find(delta, "thinking"));
      block.text += text;
      if (!text.empty()) emit(ReasoningDelta{std::string(text)});
    } else if (type == "signature_delta") {
      block.signature += json::string_or(json::find(delta, "signature"));
    } else if (type == "input_json_delta") {
      block.input += json::string_or(json::find(delta, "partial_json"));
    }   // citations_delta: nothing that an agent needs
  }

  void add(Response& out, Block& block) {
    const auto* kind = block.value.if_contains("type");
    const auto type = json::string_or(kind);
    if (type == "text") {
      if (!block.text.empty()) out.items.emplace_back(AssistantMessage{std::move(block.text), {}});
    } else if (type == "tool_use") {
      ToolCall call;
      call.id = json::string_or(block.value.if_contains("id"));
      call.name = json::string_or(block.value.if_contains("name"));
      call.arguments = std::move(block.input);
      if (const auto* input = block.value.if_contains("input"); call.arguments.empty() && input != nullptr)
        call.arguments = input->is_string() ? std::string(json::string_or(input)) : json::dump(*input);
      complete(call, wrapped_, out.items.size());
      out.items.emplace_back(std::move(call));
    } else if (type == "thinking") {
      block.value["thinking"] = block.text;
      block.value["signature"] = block.signature;
      out.items.emplace_back(Reasoning{block.text, json::dump(block.value), origin_});
    } else if (!type.empty()) {   // redacted_thinking, and blocks of the server's own tools
      if (auto input = json::parse(block.input)) block.value["input"] = std::move(*input);
      out.items.emplace_back(Reasoning{{}, json::dump(block.value), origin_});
    }
  }

  std::string origin_, id_, model_, reason_;
  std::set<std::string, std::less<>> wrapped_;
  std::map<std::int64_t, Block> blocks_;
  Usage usage_{-1, -1, -1, -1, -1};
  std::int64_t last_ = 0, next_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<Decoder> decode_messages(const Target& target, const Request& request, EventSink sink) {
  return std::make_unique<MessagesDecoder>(target, request, std::move(sink));
}

}  // namespace llm::wire

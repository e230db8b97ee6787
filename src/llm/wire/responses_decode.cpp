// OpenAI Responses, the stream. `response.output_item.done` is the truth; deltas are shown and
// forgotten, except by servers that speak only a part of the protocol: if an item was never called
// done, the list in the final event counts, and as a last resort what the deltas added up to.

#include <algorithm>
#include <map>

#include "wire/decode.h"
#include "wire/failure.h"

namespace llm::wire {
namespace {

constexpr std::int64_t k_index_max = 1'000'000;

struct Slot {
  json::Value added, done;
  std::string text, refusal, arguments;   // from deltas
  int summaries = 0;
};

class ResponsesDecoder final : public Decoder {
 public:
  ResponsesDecoder(const Target& target, const Request& request, EventSink sink)
      : Decoder(std::move(sink)), target_(target), wrapped_(wrapped_tools(request)) {}

  Outcome<> take(std::string_view event, const json::Value& data) override {
    const auto type = json::string_or(json::find(data, "type"), event);
    if (type == "response.output_item.added" || type == "response.output_item.done") {
      if (const auto* item = json::find(data, "item"))
        take_item(slot(data), *item, type.ends_with("done"));
    } else if (type.ends_with(".delta")) {
      take_delta(type, data);
    } else if (type == "response.function_call_arguments.done") {
      slot(data).arguments = json::string_or(json::find(data, "arguments"));
    } else if (type == "response.custom_tool_call_input.done") {
      slot(data).arguments = json::string_or(json::find(data, "input"));
    } else if (type == "response.reasoning_summary_part.added") {
      if (slot(data).summaries++ > 0) emit(ReasoningDelta{"\n\n"});
    } else if (type == "response.completed" || type == "response.incomplete" || type == "response.done") {
      if (const auto* response = json::find(data, "response")) take_end(*response);
      done_ = true;
    } else if (type == "response.failed" || type == "error") {
      const auto* response = json::find(data, "response");
      return tl::unexpected(stream_error(target_, error_text(response != nullptr ? *response : data)));
    } else if (type == "response.created") {
      if (const auto* response = json::find(data, "response")) take_names(*response);
    }
    return {};
  }

  Outcome<> whole(const json::Value& body) override {
    if (json::string_or(json::find(body, "status")) == "failed")
      return tl::unexpected(stream_error(target_, error_text(body)));
    take_end(body);
    if (output_.is_array())
      for (const auto& item : output_.get_array()) show(item);
    done_ = true;
    return {};
  }

  [[nodiscard]] bool done() const override { return done_; }

  Response finish() override {
    Response out;
    out.id = id_;
    out.model = model_;
    out.usage = usage_;
    const auto* listed = output_.if_array();
    const auto finished = static_cast<std::size_t>(std::count_if(
        slots_.begin(), slots_.end(), [](const auto& entry) { return entry.second.done.is_object(); }));
    if (listed != nullptr && listed->size() > finished) {
      for (const auto& item : *listed) add(out, item);
    } else {
      for (auto& [index, slot] : slots_) {
        if (slot.done.is_null()) slot.done = assembled(slot);
        add(out, slot.done);
      }
    }
    out.stop = stop(out);
    return out;
  }

 private:
  Slot& slot(const json::Value& data) {
    auto index = json::int_or(json::find(data, "output_index"), -1);
    if (index < 0 || index > k_index_max) {
      // A server without indices: an item that opens is a new one, all else is about the last.
      const bool opens = json::string_or(json::find(data, "type")) == "response.output_item.added";
      index = slots_.empty() ? 0 : slots_.rbegin()->first + (opens ? 1 : 0);
    }
    return slots_[index];
  }

  void take_item(Slot& slot, const json::Value& item, bool is_done) {
    const auto type = json::string_or(json::find(item, "type"));
    const bool call = type == "function_call" || type == "custom_tool_call";
    if (call && slot.added.is_null())
      emit(ToolCallStarted{std::string(json::string_or(json::find(item, "call_id"))),
                           std::string(json::string_or(json::find(item, "name")))});
    if (is_done && slot.text.empty() && slot.refusal.empty() && type == "message") show(item);
    slot.added = item;
    if (is_done) slot.done = item;
  }

  void take_delta(std::string_view type, const json::Value& data) {
    const auto delta = json::string_or(json::find(data, "delta"));
    if (delta.empty()) return;
    if (type == "response.output_text.delta") {
      slot(data).text += delta;
      emit(TextDelta{std::string(delta)});
    } else if (type == "response.refusal.delta") {
      slot(data).refusal += delta;
      emit(TextDelta{std::string(delta)});
    } else if (type == "response.reasoning_summary_text.delta" || type == "response.reasoning_text.delta") {
      emit(ReasoningDelta{std::string(delta)});
    } else if (type == "response.function_call_arguments.delta" ||
               type == "response.custom_tool_call_input.delta") {
      slot(data).arguments += delta;
    }
  }

  // Text that came whole, without deltas before it.
  void show(const json::Value& item) const {
    if (json::string_or(json::find(item, "type")) != "message") return;
    if (auto text = message_text(item); !text.empty()) emit(TextDelta{std::move(text)});
  }

  void take_names(const json::Value& response) {
    id_ = json::string_or(json::find(response, "id"), id_);
    model_ = json::string_or(json::find(response, "model"), model_);
  }

  void take_end(const json::Value& response) {
    take_names(response);
    if (const auto* output = json::find(response, "output")) output_ = *output;
    if (const auto* usage = json::find(response, "usage"); usage != nullptr && usage->is_object()) {
      usage_.input = tokens(json::find(*usage, "input_tokens"));
      usage_.cached = tokens(json::find(*usage, "input_tokens_details", "cached_tokens"));
      usage_.cache_write = tokens(json::find(*usage, "input_tokens_details", "cache_write_tokens"));
      usage_.output = tokens(json::find(*usage, "output_tokens"));
      usage_.reasoning = tokens(json::find(*usage, "output_tokens_details", "reasoning_tokens"));
    }
    if (json::string_or(json::find(response, "status")) == "incomplete")
      incomplete_ = json::string_or(json::find(response, "incomplete_details", "reason"), "other");
  }

  [[nodiscard]] Stop stop(const Response& out) const {
    if (incomplete_ == "max_output_tokens" || incomplete_ == "max_tokens") return Stop::max_tokens;
    if (incomplete_ == "content_filter") return Stop::refusal;
    if (!incomplete_.empty()) return Stop::other;
    if (refused_) return Stop::refusal;
    const bool calls = std::any_of(out.items.begin(), out.items.end(), [](const Item& item) {
      return std::holds_alternative<ToolCall>(item);
    });
    return calls ? Stop::tool_calls : Stop::end;
  }

  static json::Value assembled(const Slot& slot) {
    json::Object item = slot.added.is_object() ? slot.added.get_object() : json::Object{{"type", "message"}};
    const auto type = json::string_or(item.if_contains("type"));
    if (type == "message") {
      json::Array content;
      if (!slot.text.empty()) content.emplace_back(json::Object{{"type", "output_text"}, {"text", slot.text}});
      if (!slot.refusal.empty())
        content.emplace_back(json::Object{{"type", "refusal"}, {"refusal", slot.refusal}});
      if (!content.empty()) item["content"] = std::move(content);
    } else if (type == "function_call" && !slot.arguments.empty()) {
      item["arguments"] = slot.arguments;
    } else if (type == "custom_tool_call" && !slot.arguments.empty()) {
      item["input"] = slot.arguments;
    }
    return item;
  }

  static std::string message_text(const json::Value& item) {
    const auto* content = json::find(item, "content");
    if (const auto* parts = json::array_or_null(content)) {
      std::string text;
      for (const auto& part : *parts) {
        text += json::string_or(json::find(part, "text"));
        text += json::string_or(json::find(part, "refusal"));
      }
      return text;
    }
    return std::string(json::string_or(content));
  }

  static std::string reasoning_text(const json::Value& item) {
    std::string text;
    for (const char* list : {"summary", "content"})
      if (const auto* parts = json::array_or_null(json::find(item, list)))
        for (const auto& part : *parts)
          if (const auto more = json::string_or(json::find(part, "text")); !more.empty())
            text += (text.empty() ? "" : "\n\n") + std::string(more);
    return text;
  }

  void add(Response& out, const json::Value& item) {
    const auto type = json::string_or(json::find(item, "type"));
    if (type == "message") {
      AssistantMessage message{message_text(item), std::string(json::string_or(json::find(item, "phase")))};
      if (const auto* parts = json::array_or_null(json::find(item, "content")))
        for (const auto& part : *parts)
          refused_ = refused_ || json::string_or(json::find(part, "type")) == "refusal";
      if (!message.text.empty()) out.items.emplace_back(std::move(message));
    } else if (type == "reasoning") {
      out.items.emplace_back(Reasoning{reasoning_text(item), json::dump(item), target_.origin()});
    } else if (type == "function_call" || type == "custom_tool_call") {
      ToolCall call;
      call.freeform = type == "custom_tool_call";
      call.id = json::string_or(json::find(item, "call_id"), json::string_or(json::find(item, "id")));
      call.item_id = json::string_or(json::find(item, "id"));
      call.name = json::string_or(json::find(item, "name"));
      const auto* arguments = json::find(item, call.freeform ? "input" : "arguments");
      if (arguments != nullptr && !arguments->is_null())
        call.arguments = arguments->is_string() ? std::string(json::string_or(arguments)) : json::dump(*arguments);
      complete(call, wrapped_, out.items.size());
      out.items.emplace_back(std::move(call));
    }   // calls of tools that run at the server: we offer none
  }

  const Target& target_;
  std::set<std::string, std::less<>> wrapped_;
  std::map<std::int64_t, Slot> slots_;
  json::Value output_;
  std::string id_, model_, incomplete_;
  Usage usage_{-1, -1, -1, -1, -1};
  bool done_ = false, refused_ = false;
};

}  // namespace

std::unique_ptr<Decoder> decode_responses(const Target& target, const Request& request, EventSink sink) {
  return std::make_unique<ResponsesDecoder>(target, request, std::move(sink));
}

}  // namespace llm::wire

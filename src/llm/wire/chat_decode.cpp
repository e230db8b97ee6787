// Chat Completions, the stream.

#include <algorithm>

#include "wire/chat_calls.h"
#include "wire/decode.h"
#include "wire/failure.h"
#include "wire/think_tags.h"

namespace llm::wire {
namespace {

// Where servers put the thoughts. Some send two of them with equal text: the first that is not
// empty counts, for the whole stream.
constexpr std::string_view k_reasoning_fields[] = {"reasoning_content", "reasoning", "reasoning_text"};

bool is_any(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

Stop stop_of(std::string_view reason, bool calls) {
  if (is_any(reason, {"length", "max_tokens", "max_output_tokens", "MAX_TOKENS"})) return Stop::max_tokens;
  if (is_any(reason, {"content_filter", "refusal", "sensitive", "safety", "SAFETY", "recitation", "RECITATION"}))
    return Stop::refusal;
  if (is_any(reason, {"model_context_window_exceeded", "context_length_exceeded", "model_length"}))
    return Stop::overflow;
  if (calls) return Stop::tool_calls;   // some say "stop" all the same
  if (reason == "pause_turn") return Stop::pause;
  if (is_any(reason, {"", "stop", "end_turn", "stop_sequence", "eos", "eos_token", "STOP", "tool_calls",
                      "function_call", "tool_use"}))
    return Stop::end;
  return Stop::other;
}

class ChatDecoder final : public Decoder {
 public:
  ChatDecoder(const Target& target, const Request& request, EventSink sink)
      : Decoder(std::move(sink)), target_(target), wrapped_(wrapped_tools(request)),
        tags_([this](std::string_view text) { say(text); }, [this](std::string_view text) { think(text); }) {}

  Outcome<> take(std::string_view, const json::Value& data) override {
    if (id_.empty()) id_ = json::string_or(json::find(data, "id"));
    if (model_.empty()) model_ = json::string_or(json::find(data, "model"));
    for (const auto* usage : {json::find(data, "usage"), json::find(data, "x_groq", "usage")})
      if (usage != nullptr) count(*usage);
    const auto* choices = json::array_or_null(json::find(data, "choices"));
    if (choices == nullptr || choices->empty()) return {};
    return take_choice(choices->front(), "delta");
  }

  Outcome<> whole(const json::Value& body) override {
    id_ = json::string_or(json::find(body, "id"));
    model_ = json::string_or(json::find(body, "model"));
    if (const auto* usage = json::find(body, "usage")) count(*usage);
    const auto* choices = json::array_or_null(json::find(body, "choices"));
    if (choices == nullptr || choices->empty())
      return tl::unexpected(broken(target_, "answered with JSON that has no choices: " + clean(json::dump(body).substr(0, 300))));
    auto done = take_choice(choices->front(), "message");
    ended_ = true;
    return done;
  }

  void end_marker() override { ended_ = true; }
  [[nodiscard]] bool done() const override { return ended_ || !reason_.empty(); }

  Response finish() override {
    tags_.finish();
    Response out;
    out.id = id_;
    out.model = model_;
    out.usage = usage_;
    json::Object opaque;
    if (!details_.empty()) opaque["reasoning_details"] = std::move(details_);
    else if (!field_.empty()) opaque[field_] = thoughts_;
    put_extras(opaque);
    if (!thoughts_.empty() || !opaque.empty())
      out.items.emplace_back(Reasoning{thoughts_, json::dump(opaque), target_.origin()});
    if (!text_.empty()) out.items.emplace_back(AssistantMessage{std::move(text_), {}});
    std::size_t ordinal = 0;
    for (const auto& call : calls_.calls()) {
      ToolCall item{call.id, call.name, call.arguments, false, {}};
      complete(item, wrapped_, ordinal++);
      out.items.emplace_back(std::move(item));
    }
    out.stop = refused_ && ordinal == 0 ? Stop::refusal : stop_of(reason_, ordinal > 0);
    return out;
  }

 private:
  Outcome<> take_choice(const json::Value& choice, std::string_view member) {
    if (const auto* usage = json::find(choice, "usage")) count(*usage);   // Moonshot
    if (const auto* delta = json::find(choice, member)) take_delta(*delta);
    const auto reason = json::string_or(json::find(choice, "finish_reason"));
    if (reason.empty()) return {};
    // Endings that are failures in disguise: OpenRouter, DeepSeek, z.ai.
    if (is_any(reason, {"error", "insufficient_system_resource", "network_error"})) {
      ErrorText text;
      text.status = 503;
      text.code = reason;
      return tl::unexpected(stream_error(target_, text));
    }
    reason_ = reason;
    return {};
  }

  void take_delta(const json::Value& delta) {
    take_reasoning(delta);
    if (const auto* content = json::find(delta, "content")) {
      if (content->is_string()) tags_.feed(json::string_or(content));
      else if (const auto* parts = content->if_array()) take_parts(*parts);
    }
    if (const auto refusal = json::string_or(json::find(delta, "refusal")); !refusal.empty()) {
      refused_ = true;
      say(refusal);
    }
    if (const auto* calls = json::array_or_null(json::find(delta, "tool_calls")))
      for (const auto& call : *calls)
        if (const auto* started = calls_.take(call)) emit(ToolCallStarted{started->id, started->name});
    if (const auto* old = json::find(delta, "function_call"); old != nullptr && old->is_object())
      if (const auto* started = calls_.take(json::Object{{"index", 0}, {"function", *old}}))
        emit(ToolCallStarted{started->id, started->name});
  }

  // Mistral's Magistral: content is a list of texts and thoughts.
  void take_parts(const json::Array& parts) {
    for (const auto& part : parts) {
      const auto* thinking = json::find(part, "thinking");
      if (const auto* inner = json::array_or_null(thinking)) {
        for (const auto& piece : *inner) think(json::string_or(json::find(piece, "text")));
      } else if (thinking != nullptr) {
        think(json::string_or(thinking));
      } else {
        tags_.feed(json::string_or(json::find(part, "text")));
      }
    }
  }

  void take_reasoning(const json::Value& delta) {
    if (const auto* details = json::array_or_null(json::find(delta, "reasoning_details")))
      for (const auto& detail : *details) keep_detail(detail);
    for (const auto field : k_reasoning_fields) {
      const auto text = json::string_or(json::find(delta, field));
      if (text.empty() || (!field_.empty() && field_ != field)) continue;
      field_ = field;
      think(text);
      return;
    }
  }

  // OpenRouter: what comes in pieces with one index is one entry; encrypted ones stand for themselves.
  void keep_detail(const json::Value& detail) {
    if (!detail.is_object()) return;
    if (!details_.empty()) {
      auto& last = details_.back().get_object();
      const auto same = [&](std::string_view key) {
        const auto* a = last.if_contains(key);
        const auto* b = json::find(detail, key);
        return a != nullptr && b != nullptr && *a == *b;
      };
      const auto type = json::string_or(json::find(detail, "type"));
      if (same("type") && same("index") && (type == "reasoning.text" || type == "reasoning.summary")) {
        for (const auto& [key, value] : detail.get_object()) {
          if (value.is_null()) continue;
          auto* known = last.if_contains(key);
          if ((key == "text" || key == "summary") && known != nullptr && known->is_string() && value.is_string())
            known->get_string().append(value.get_string());
          else
            last[key] = value;
        }
        return;
      }
    }
    details_.push_back(detail);
  }

  void put_extras(json::Object& opaque) const {
    json::Array extras;
    bool any = false;
    for (const auto& call : calls_.calls()) {
      auto value = json::parse(call.extra);
      any = any || value.has_value();
      extras.push_back(value ? std::move(*value) : json::Value());
    }
    if (any) opaque["extra_content"] = std::move(extras);
  }

  void say(std::string_view text) {
    if (text.empty()) return;
    text_ += text;
    emit(TextDelta{std::string(text)});
  }
  void think(std::string_view text) {
    if (text.empty()) return;
    thoughts_ += text;
    emit(ReasoningDelta{std::string(text)});
  }

  void count(const json::Value& usage) {
    if (!usage.is_object()) return;
    const auto read = [&](std::initializer_list<const json::Value*> places) {
      for (const auto* place : places)
        if (const auto number = tokens(place); number >= 0) return number;
      return std::int64_t{-1};
    };
    const auto input = read({json::find(usage, "prompt_tokens"), json::find(usage, "input_tokens")});
    const auto output = read({json::find(usage, "completion_tokens"), json::find(usage, "output_tokens")});
    if (input < 0 && output < 0) return;
    usage_.input = input;
    usage_.cached = read({json::find(usage, "prompt_tokens_details", "cached_tokens"),
                          json::find(usage, "prompt_cache_hit_tokens"),   // DeepSeek
                          json::find(usage, "cached_tokens")});           // Moonshot
    usage_.cache_write = read({json::find(usage, "prompt_tokens_details", "cache_write_tokens")});
    usage_.reasoning = read({json::find(usage, "completion_tokens_details", "reasoning_tokens"),
                             json::find(usage, "reasoning_tokens")});
    usage_.output = output;
    // xAI counts the thoughts beside the output, not in it: the total tells.
    const auto total = tokens(json::find(usage, "total_tokens"));
    if (input >= 0 && output >= 0 && usage_.reasoning > 0 &&
        (usage_.reasoning > output || total == input + output + usage_.reasoning))
      usage_.output = output + usage_.reasoning;
  }

  const Target& target_;
  std::set<std::string, std::less<>> wrapped_;
  ThinkTags tags_;
  ChatCalls calls_;
  std::string id_, model_, reason_, text_, thoughts_, field_;
  json::Array details_;
  Usage usage_{-1, -1, -1, -1, -1};
  bool ended_ = false, refused_ = false;
};

}  // namespace

std::unique_ptr<Decoder> decode_chat(const Target& target, const Request& request, EventSink sink) {
  return std::make_unique<ChatDecoder>(target, request, std::move(sink));
}

}  // namespace llm::wire

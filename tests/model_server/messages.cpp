// How the Messages endpoint streams: the frame of the message with the input's usage first, then
// block by block start, deltas, stop; message_delta with the reason and the usage so far (cumulative
// numbers); message_stop. Pings come in between.

#include "messages.h"

namespace model_server {
namespace {

using json::Array;
using json::Object;
using json::Value;

std::string stop_reason(const std::string& stop) {
  if (stop == "tool_calls") return "tool_use";
  if (stop == "max_tokens") return "max_tokens";
  if (stop == "refusal") return "refusal";
  if (stop == "pause") return "pause_turn";
  if (stop == "overflow") return "model_context_window_exceeded";
  return "end_turn";
}

class Stream {
 public:
  Stream(const Answer& answer, const Seen& seen, Memory& memory)
      : answer_(answer), turn_(*answer.turn), seen_(seen), memory_(memory), id_(memory.new_id("msg_01", 22)) {}

  std::vector<Event> events() {
    Object message = frame();
    message["stop_reason"] = nullptr;
    message["usage"] = usage(answer_.output > 0 ? 1 : 0);
    add(Place::At::head, "message_start", {{"message", std::move(message)}});
    bool pinged = false;
    const auto block = [&](Place::At part, Object start, const char* delta_type, const char* key,
                           const std::vector<std::string>& pieces, const std::string& signature) {
      add(part, "content_block_start", {{"index", index_}, {"content_block", std::move(start)}});
      if (!std::exchange(pinged, true)) add(Place::At::head, "ping", {});
      for (const auto& piece : pieces) delta(part, {{"type", delta_type}, {key, piece}});
      if (!signature.empty()) delta(part, {{"type", "signature_delta"}, {"signature", signature}});
      add(part, "content_block_stop", {{"index", index_}});
      ++index_;
    };
    const bool big = has(turn_, "big_delta");
    if (reasons())
      block(Place::At::reasoning, {{"type", "thinking"}, {"thinking", ""}, {"signature", ""}}, "thinking_delta",
            "thinking", deltas(turn_.reasoning, big), seal(turn_.reasoning));
    if (!turn_.text.empty())
      block(Place::At::text, {{"type", "text"}, {"text", ""}}, "text_delta", "text", deltas(turn_.text, big), "");
    for (const auto& call : turn_.calls) {
      auto pieces = deltas(as_arguments(call), big);
      pieces.insert(pieces.begin(), "");   // the first one is always empty
      block(Place::At::call, {{"type", "tool_use"}, {"id", issue(call)}, {"name", call.name}, {"input", Object()}},
            "input_json_delta", "partial_json", pieces, "");
    }
    Object last{{"delta", Object{{"stop_reason", stop_reason(answer_.stop)}, {"stop_sequence", nullptr}}}};
    last["usage"] = has(turn_, "no_usage") ? Object{{"output_tokens", answer_.output}} : usage(answer_.output);
    add(Place::At::end, "message_delta", std::move(last));
    add(Place::At::end, "message_stop", {});
    return std::move(events_);
  }

  std::string whole() {
    Array content;
    if (reasons())
      content.emplace_back(Object{{"type", "thinking"}, {"thinking", turn_.reasoning},
                                  {"signature", seal(turn_.reasoning)}});
    if (!turn_.text.empty()) content.emplace_back(Object{{"type", "text"}, {"text", turn_.text}});
    for (const auto& call : turn_.calls) {
      const auto input = json::parse(as_arguments(call));
      content.emplace_back(Object{{"type", "tool_use"}, {"id", issue(call)}, {"name", call.name},
                                  {"input", input ? *input : Value(Object())}});
    }
    Object message = frame();
    message["content"] = std::move(content);
    message["stop_reason"] = stop_reason(answer_.stop);
    message["usage"] = usage(answer_.output);
    return json::dump(message);
  }

 private:
  [[nodiscard]] bool reasons() const { return !turn_.reasoning.empty() && seen_.reasoning; }

  Object frame() const {
    return {{"id", id_}, {"type", "message"}, {"role", "assistant"}, {"model", to_json(seen_.model)},
            {"content", Array()}, {"stop_sequence", nullptr}};
  }

  /// input_tokens are those that were neither read from the cache nor written to it.
  Object usage(std::int64_t output) const {
    return {{"input_tokens", answer_.input - answer_.cached - answer_.cache_write},
            {"cache_creation_input_tokens", answer_.cache_write},
            {"cache_read_input_tokens", answer_.cached},
            {"output_tokens", output},
            {"service_tier", "standard"}};
  }

  std::string issue(const Call& call) {
    const auto id = memory_.new_id("toolu_01", 22);
    memory_.issue(id, {call.name, as_arguments(call), false, reasons() ? seal(turn_.reasoning) : "", ""});
    return id;
  }

  void add(Place::At part, const char* type, Object members) {
    Object event{{"type", type}};
    for (auto& [key, value] : members) event[key] = std::move(value);
    events_.push_back({type, json::dump(event), part});
  }
  void delta(Place::At part, Object inner) {
    add(part, "content_block_delta", {{"index", index_}, {"delta", std::move(inner)}});
  }

  const Answer& answer_;
  const Turn& turn_;
  const Seen& seen_;
  Memory& memory_;
  std::string id_;
  int index_ = 0;
  std::vector<Event> events_;
};

class Messages final : public Wire {
 public:
  [[nodiscard]] std::string name() const override { return "messages"; }

  Check authenticate(const HttpRequest& request, const std::string& key) const override {
    if (key.empty()) return {};
    const auto given = request.header("x-api-key");
    if (given == key || (given.empty() && bearer(request) == key)) return {};
    if (given.empty() && bearer(request).empty())
      return Refusal{401, "authentication_error", "x-api-key header is required", "", ""};
    return Refusal{401, "authentication_error", "invalid x-api-key", "", ""};
  }

  Check check(const HttpRequest& request, const Object& body, const Script& script, const Memory& memory,
              Seen& out) const override {
    if (!request.has("anthropic-version"))
      return Refusal{400, "invalid_request_error", "anthropic-version: header is required", "", ""};
    if (request.header("anthropic-version") != "2023-06-01")
      return Refusal{400, "invalid_request_error",
                     "anthropic-version: \"" + std::string(request.header("anthropic-version")) +
                         "\" is not a valid version", "", ""};
    return check_messages(body, script, memory, out);
  }
  std::vector<Event> stream(const Answer& answer, const Seen& seen, Memory& memory) const override {
    return Stream(answer, seen, memory).events();
  }
  std::string whole(const Answer& answer, const Seen& seen, Memory& memory) const override {
    return Stream(answer, seen, memory).whole();
  }
  std::vector<Event> stream_error(const std::string& kind, const std::string& message) const override {
    const auto type = kind == "overflow" ? std::string("invalid_request_error") : kind + (kind.ends_with("_error") ? "" : "_error");
    const Object event{{"type", "error"}, {"error", Object{{"type", type}, {"message", message}}}};
    return {{"error", json::dump(event), Place::At::end}};
  }
  std::string error_body(const Refusal& refusal) const override {
    const Object body{{"type", "error"},
                      {"error", Object{{"type", refusal.type}, {"message", refusal.message}}},
                      {"request_id", "req_011CScripted"}};
    return json::dump(body);
  }
  Refusal usual(int status) const override {
    switch (status) {
      case 401: return {401, "authentication_error", "invalid x-api-key", "", ""};
      case 403: return {403, "permission_error", "Your API key does not have permission to use the specified resource", "", ""};
      case 404: return {404, "not_found_error", "Not found", "", ""};
      case 413: return {413, "request_too_large", "Request exceeds the maximum size", "", ""};
      case 429: return {429, "rate_limit_error", "This request would exceed your organization's rate limit", "", ""};
      case 529: return {529, "overloaded_error", "Overloaded", "", ""};
      default: return {status, status < 500 ? "invalid_request_error" : "api_error", "Internal server error", "", ""};
    }
  }
  Refusal overflow(std::int64_t tokens, std::int64_t window) const override {
    return {400, "invalid_request_error",
            "prompt is too long: " + std::to_string(tokens) + " tokens > " + std::to_string(window) + " maximum", "", ""};
  }
  Headers headers(Memory& memory) const override {
    return {{"request-id", memory.new_id("req_011C", 20)}, {"anthropic-ratelimit-requests-remaining", "4999"}};
  }
};

}  // namespace

std::unique_ptr<Wire> make_messages() { return std::make_unique<Messages>(); }

}  // namespace model_server
